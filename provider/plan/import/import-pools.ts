import type { ListedPool } from "../../appcmd/answers/pools";
import type { Fault } from "../../errors";
import { poolKey } from "../../names";
import { checkPool } from "../../pool-file/pool/app-pool";
import { secretName } from "../../pool-file/pool/secret-references";
import { poolNameProblem } from "../../pool-file/schema/names";
import { Secret } from "../../secret";
import { attributeOf } from "../../settings/app-pool-attributes";
import { identityPaths, identityTypePath, passwordPath, userNamePath } from "../../settings/key-path";
import { otherPath } from "../../settings/other-attributes";
import { nestSettings } from "../../settings/paths";
import { describeSetting, equalSettings, type Settings, type SettingValue } from "../../settings/value";
import { excludedAccount, isAccountSet } from "../change/identity";
import { type LiveHost, noPools, unknownPlace, withOtherSettings } from "../change/live-host";
import { encryptedBy, encryptedIn } from "../change/unreadable";

/** Pools with their common settings written once. */
interface Factored<Pool> {
  /** The settings that all pools have; empty if there are none, or fewer than two pools. */
  readonly defaults: Settings;
  /** The pools without those settings. */
  readonly pools: readonly Pool[];
}

/**
 * Moves settings that every pool declares with the same value to the defaults; merging them again gives the same pools.
 * Secrets are not moved.
 */
export function factorDefaults<Pool extends { readonly settings: Settings }>(pools: readonly Pool[]): Factored<Pool> {
  const [first, ...others] = pools;
  if (first === undefined || others.length === 0) return { defaults: {}, pools };
  const common = Object.entries(first.settings).filter(([path, value]) => {
    if (attributeOf(path).secret === true) return false;
    return others.every(({ settings }) => {
      const other = settings[path];
      return other !== undefined && equalSettings(path, value, other);
    });
  });
  const defaults = Object.fromEntries(common);
  return {
    defaults,
    pools: pools.map((pool) => ({
      ...pool,
      settings: Object.fromEntries(Object.entries(pool.settings).filter(([path]) => !(path in defaults))),
    })),
  };
}

/** The explicit settings of a server, as a declaration that changes nothing there. */
interface ImportedBlock {
  readonly settings: Settings;
  /** The environment variable for each secret, by its path. */
  readonly secretNames: Readonly<Record<string, string>>;
}

/** A host's pools as declarations. */
export interface ImportedHost {
  /** In the server's order. */
  readonly pools: readonly (ImportedBlock & { readonly name: string })[];
  /** Absent if nothing is explicit there. */
  readonly applicationPoolDefaults?: ImportedBlock;
  /** The settings that could not be declared, one sentence each; never a secret. */
  readonly notes: readonly string[];
}

/**
 * The explicit settings of a host as declarations. Inherited settings are omitted, so they stay inherited.
 *
 * @param seen a read of the host with explicit values
 */
export function importPools(seen: LiveHost): ImportedHost {
  const live = withOtherSettings(seen);
  const names = new Set<string>();
  const notes: string[] = live.pools.size === 0 ? [noPools] : [];
  const pools = [...live.pools.values()].flatMap((pool) => {
    const { name } = pool;
    const problem = poolNameProblem(name);
    if (problem !== undefined) {
      notes.push(`pool ${JSON.stringify(name)} is omitted: ${problem}`);
      return [];
    }
    return [{ name, ...importTarget(live, pool, names, notes) }];
  });
  const defaults = importTarget(live, "applicationPoolDefaults", names, notes);
  const byName = new Map(pools.map(({ name, settings }) => [poolKey(name), settings]));
  notes.push(
    ...Object.keys(live.explicit?.unknown ?? {}).map((path) => {
      const pool = unknownPlace(path)?.pool;
      return unknownNote(path, (pool === undefined ? defaults.settings : byName.get(pool)) ?? {});
    }),
  );
  const hasDefaults = Object.keys(defaults.settings).length > 0;
  return { pools, ...(hasDefaults && { applicationPoolDefaults: defaults }), notes };
}

/** The note about an attribute that this package does not know. @param imported its declarations */
export function unknownNote(path: string, imported: Settings): string {
  const attribute = unknownPlace(path)?.attribute;
  const isDeclared = attribute !== undefined && otherPath(attribute) in imported;
  return `${path} is not known to this program; it is ${isDeclared ? "declared under other unchanged" : "neither compared nor changed"}`;
}

/**
 * The explicit settings of one pool, or of `<applicationPoolDefaults>`.
 *
 * @param live a read of the host with explicit values
 * @param names of environment variables that are in use; those of this pool are added
 * @param notes receives the settings that could not be declared
 */
export function importTarget(
  { explicit }: LiveHost,
  target: ListedPool | "applicationPoolDefaults",
  names: Set<string> = new Set(),
  notes: string[] = [],
): ImportedBlock {
  if (target === "applicationPoolDefaults") {
    const own = explicit?.defaults ?? {};
    return importBlock(target, "defaults", own, own, names, notes);
  }
  const { name, settings } = target;
  return importBlock(name, "pool", explicit?.pools.get(poolKey(name)) ?? {}, settings, names, notes);
}

function importBlock(
  name: string,
  kind: "pool" | "defaults",
  explicit: Settings,
  effective: Settings,
  names: Set<string>,
  notes: string[],
): ImportedBlock {
  // For a list or map the effective entries, because inherited entries are compared too.
  const paths = withWholeIdentity(withoutLeftover(name, explicit, effective, notes), effective);
  const values = paths.flatMap((path): [string, SettingValue][] => {
    const value = effective[path];
    return value === undefined ? [] : [[path, value]];
  });
  const settings = onlyAccepted(name, kind, Object.fromEntries(values), notes);
  notes.push(...encryptedNotes(name, settings));
  return { settings, secretNames: secretNamesOf(name, settings, names) };
}

/**
 * The explicit paths, without the identity if there is an old account that the identity type excludes: declaring the
 * type would remove it, and an import must change nothing.
 */
function withoutLeftover(name: string, explicit: Settings, effective: Settings, notes: string[]): string[] {
  const paths = Object.keys(explicit);
  const leftover = excludedAccount(effective).filter((path) => isAccountSet(explicit[path]));
  if (leftover.length === 0) return paths;
  notes.push(
    `${name}: its identity is not imported: an earlier account is still set (${leftover.join(" and ")}), but ` +
      `${describeIdentity(effective)} excludes it. Declare ${identityTypePath} to remove it`,
  );
  return paths.filter((path) => !identityPaths.includes(path));
}

/** A value that only another server can decrypt: any declaration counts as equal to it. */
function encryptedNotes(name: string, settings: Settings): string[] {
  const found = Object.entries(settings).flatMap(([path, value]) => encryptedIn(path, value));
  return found.map(
    ({ path, provider }) =>
      `${name}: ${path} is ${encryptedBy(provider)}: plan and apply treat it as equal to the declared value`,
  );
}

function describeIdentity({ [identityTypePath]: type = "" }: Settings): string {
  return `identityType ${describeSetting(identityTypePath, type)}`;
}

/** An environment variable for each secret of a pool, unique among `names`, to which it is added. */
export function secretNamesOf(name: string, settings: Settings, names: Set<string>): Readonly<Record<string, string>> {
  const secrets = Object.keys(settings).filter((path) => settings[path] instanceof Secret);
  return Object.fromEntries(secrets.map((path) => [path, newName(name, path, names)]));
}

/**
 * An identity is declared as a whole or not at all, also if the pool inherits a part of it; empty passwords count as
 * absent.
 */
function withWholeIdentity(explicit: readonly string[], effective: Settings): string[] {
  const own = explicit.filter((path) => !isEmptySecret(effective[path]));
  if (effective[identityTypePath] !== "SpecificUser" || !own.some((path) => identityPaths.includes(path))) return own;
  const user = effective[userNamePath];
  const isManaged = typeof user === "string" && user.endsWith("$");
  const hasPassword = effective[passwordPath] instanceof Secret && effective[passwordPath].isSet && !isManaged;
  const whole = hasPassword ? identityPaths : [identityTypePath, userNamePath];
  return [...own.filter((path) => !identityPaths.includes(path)), ...whole];
}

function isEmptySecret(value: SettingValue | undefined): boolean {
  return value instanceof Secret && !value.isSet;
}

/** Without settings that this program would refuse, such as a user name that has no effect; each gets a note. */
export function onlyAccepted(name: string, kind: "pool" | "defaults", settings: Settings, notes: string[]): Settings {
  const plain = Object.entries(settings).map(([path, value]) => [path, value instanceof Secret ? "-" : value] as const);
  const { faults } = checkPool(nestSettings(Object.fromEntries(plain)), { kind, isNamed: false });
  const refused = faults.flatMap((fault) => pathsOf(fault, settings));
  if (refused.length === 0) return settings;
  for (const { path, message } of faults) notes.push(`${name}: ${path} is omitted: ${message}`);
  const rest = Object.fromEntries(Object.entries(settings).filter(([path]) => !refused.includes(path)));
  return onlyAccepted(name, kind, rest, notes);
}

/** The declared settings of a fault. */
function pathsOf({ path }: Fault, settings: Settings): string[] {
  const declared = Object.keys(settings);
  const own = declared.filter((one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`));
  return own.length > 0 ? own : declared.filter((one) => identityPaths.includes(one));
}

function newName(pool: string, path: string, names: Set<string>): string {
  const base = secretName(pool, path);
  let name = base;
  for (let count = 2; names.has(name); count += 1) name = `${base}_${count}`;
  names.add(name);
  return name;
}
