import { listNames } from "../list-names";
import { completeBlock } from "./complete-block";
import { type FleetNames } from "./host-groups";
import type { Overrides } from "./merge-overrides";
import type { DefaultsDeclaration, PoolDeclaration } from "./pool-file";
import type { FileContent, PoolDraft } from "./read-pool-file";

/** Most pools that are read, each counted once for each of its hosts. */
const mostPlaces = 1_000_000;

/**
 * The pools of all files, once for all hosts on which they are the same.
 *
 * @param hosts the hosts of each file
 */
export function spreadPools(
  contents: readonly FileContent[],
  hosts: readonly (readonly string[])[],
  overrides: Overrides,
  fleet: FleetNames,
): PoolDeclaration[] {
  let places = 0;
  const drafts = contents.flatMap((content, index) => {
    const ofFile = hosts[index] ?? [];
    const isOfFile = new Set(ofFile);
    return content.pools.map((draft) => {
      const own = places > mostPlaces ? [] : hostsFor(draft, ofFile, isOfFile, fleet);
      places += own.length;
      if (places > mostPlaces) draft.complain(tooMany);
      return { ...draft, hosts: places > mostPlaces ? [] : own };
    });
  });
  overrides.tellUnused(drafts);
  return drafts.flatMap(({ name, hosts: all, declare }) =>
    overrides.spread(name, all).map(({ hosts: alike, blocks }) => ({ ...declare(blocks), hosts: alike })),
  );
}

const tooMany = `with it the files declare more than ${mostPlaces.toLocaleString("en-US")} pools on all hosts; split them`;

/** The hosts of a pool among those of its file. */
function hostsFor(
  { only, complain }: PoolDraft,
  ofFile: readonly string[],
  isOfFile: ReadonlySet<string>,
  fleet: FleetNames,
): readonly string[] {
  if (only === undefined) return ofFile;
  const wanted = fleet.hostsOf(only);
  const hosts = wanted.filter((host) => isOfFile.has(host));
  if (wanted.length > 0 && hosts.length === 0) complain(`the file is not for ${listNames(wanted)}`);
  return hosts;
}

/** The `applicationPoolDefaults` of each host, also where only an override declares them. */
export function spreadDefaults(
  contents: readonly FileContent[],
  hosts: readonly (readonly string[])[],
  overrides: Overrides,
  names: readonly string[],
): DefaultsDeclaration[] {
  const declared = new Set<string>();
  const spread = contents.flatMap(({ defaults }, index) => {
    if (defaults === undefined) return [];
    for (const host of hosts[index] ?? []) declared.add(host);
    return overrides.spread("", hosts[index] ?? []).map(({ hosts: alike, blocks }) => ({
      ...completeBlock(defaults, blocks),
      hosts: alike,
    }));
  });
  const others = overrides.spread(
    "",
    names.filter((host) => !declared.has(host)),
  );
  const alone = others.flatMap(({ hosts: alike, blocks: [first, ...blocks] }) =>
    first === undefined ? [] : [{ ...completeBlock(first, blocks), hosts: alike }],
  );
  return [...spread, ...alone];
}
