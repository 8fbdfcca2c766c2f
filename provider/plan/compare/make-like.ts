import { poolKey } from "../../names";
import type { WrittenPoolFile } from "../../pool-file/write/pool-file";
import type { Settings, SettingValue } from "../../settings/value";
import { finalState } from "../change/diff";
import type { LiveHost } from "../change/live-host";
import { importTarget, onlyAccepted, secretNamesOf } from "../import/import-pools";
import { type ComparedHosts, identityOf, isExplicit, isIdentity } from "./compare-hosts";

/** Where the file is for. */
interface Destination {
  /** The name of the second server. */
  readonly host: string;
  /** Its connection, if the file declares the host itself. */
  readonly connection?: Readonly<Record<string, unknown>>;
}

/** A pool file, and what it cannot declare. */
interface LikeFirst {
  readonly file: WrittenPoolFile;
  readonly notes: readonly string[];
}

type Pools = WrittenPoolFile["pools"];

/**
 * The pool file that makes the second server like the first one. It declares only what differs. Every pool names its host, so
 * no other host is changed.
 */
export function makeLikeFirst(
  { pools, applicationPoolDefaults }: ComparedHosts,
  first: LiveHost,
  second: LiveHost,
  { host, connection }: Destination,
): LikeFirst {
  const notes = [
    ...pools.flatMap((pool) => pool.settings.map((one) => [pool.name, one] as const)),
    ...applicationPoolDefaults.map((one) => ["applicationPoolDefaults", one] as const),
  ]
    .filter(([, setting]) => setting.first === undefined || setting.second === undefined)
    .map(([name, { path }]) => `${name}: ${path} is omitted: only one of the servers has this setting`);
  const variables = new Set<string>();
  const isNamed = connection === undefined;
  const accepted = (name: string, kind: "pool" | "defaults", settings: Settings): Settings =>
    onlyAccepted(name, kind, settings, notes);
  const changedDefaults = applicationPoolDefaults.map(({ path }) => path);
  const differing = new Map(pools.map((pool) => [poolKey(pool.name), pool]));
  const kept = [...first.pools].flatMap(([key, live]): Pools => {
    const { name } = live;
    const found = differing.get(key);
    if (found?.on === "first") {
      const { settings, secretNames } = importTarget(first, live, variables, notes);
      const isStopped = finalState(live.state) === "Stopped";
      return [{ name, settings, secretNames, ...(isStopped && { state: "Stopped" }) }];
    }
    // Changed defaults also change what a pool inherits, and what it adds to an inherited list.
    const touched = changedDefaults.filter((path) => isExplicit(first, key, path) || isExplicit(second, key, path));
    const paths = [...new Set([...(found?.settings.map(({ path }) => path) ?? []), ...touched])];
    const state = paths.includes("state") ? finalState(live.state) : undefined;
    const settings = accepted(
      name,
      "pool",
      chosen(live.settings, state ? [...paths, "autoStart"] : paths, second.pools.get(key)?.settings ?? {}),
    );
    if (state === undefined && Object.keys(settings).length === 0) return [];
    return [{ name, settings, secretNames: secretNamesOf(name, settings, variables), ...(state && { state }) }];
  });
  const gone = pools
    .filter(({ on }) => on === "second")
    .map(({ name }) => ({ name, settings: {}, state: "absent" as const }));
  const target = "applicationPoolDefaults";
  const server = accepted(target, "defaults", chosen(first.defaults ?? {}, changedDefaults, second.defaults ?? {}));
  const block = { settings: server, secretNames: secretNamesOf(target, server, variables) };
  const hasBlock = Object.keys(server).length > 0;
  const file = {
    ...(connection && { hosts: { [host]: connection } }),
    pools: [...kept, ...gone].map((pool) => ({ ...pool, ...(isNamed && { hosts: [host] }) })),
    ...(hasBlock && !isNamed && { applicationPoolDefaults: block }),
    ...(hasBlock && isNamed && { overrides: [{ name: host, pools: [], applicationPoolDefaults: block }] }),
  };
  return { file, notes };
}

/** The effective values of these paths, without those that only the first server's IIS has. */
function chosen(effective: Settings, paths: readonly string[], second: Settings): Settings {
  const values = paths.flatMap((path): [string, SettingValue][] => {
    const value = effective[path];
    return value === undefined || isIdentity(path) || second[path] === undefined ? [] : [[path, value]];
  });
  return { ...Object.fromEntries(values), ...(paths.some(isIdentity) && identityOf(effective)) };
}
