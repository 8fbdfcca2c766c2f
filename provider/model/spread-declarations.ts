import { completeBlock } from "./complete-block";
import { type Fleet, hostsOf } from "./host-groups";
import type { Overrides } from "./merge-overrides";
import type { DefaultsDeclaration, PoolDeclaration } from "./pool-file";
import type { FileContent, PoolDraft } from "./read-pool-file";

/**
 * The pools of all files, once for all hosts on which they are the same.
 *
 * @param hosts the hosts of each file
 */
export function spreadPools(
  contents: readonly FileContent[],
  hosts: readonly (readonly string[])[],
  overrides: Overrides,
  fleet: Fleet,
): PoolDeclaration[] {
  const drafts = contents.flatMap((content, index) =>
    content.pools.map((draft) => ({ ...draft, hosts: hostsFor(draft, hosts[index] ?? [], fleet) })),
  );
  overrides.tellUnused(drafts);
  return drafts.flatMap(({ name, hosts: all, declare }) =>
    overrides.spread(name, all).map(({ hosts: alike, blocks }) => ({ ...declare(blocks), hosts: alike })),
  );
}

/** The hosts of a pool among those of its file. */
function hostsFor({ only, complain }: PoolDraft, ofFile: readonly string[], fleet: Fleet): readonly string[] {
  if (only === undefined) return ofFile;
  const wanted = hostsOf(only, fleet);
  const hosts = wanted.filter((host) => ofFile.includes(host));
  if (wanted.length > 0 && hosts.length === 0) complain(`the file is not for ${wanted.join(", ")}`);
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
