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

/** Pools whose common settings stand once. */
interface Factored<Pool> {
  /** What all pools have; empty where there is nothing, or fewer than two pools. */
  readonly defaults: Settings;
  /** The pools without that. */
  readonly pools: readonly Pool[];
}

/** Takes out what every single pool declares with the same value; put together again it is the same. Secrets stay. */
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

/** What is explicit on a server, as a declaration that changes nothing there. */
interface ImportedBlock {
  readonly settings: Settings;
  /** The environment variable that each secret is to come from, by its path. */
  readonly secretNames: Readonly<Record<string, string>>;
}

/** A host's pools as declarations. */
export interface ImportedHost {
  /** In the order of the server. */
  readonly pools: readonly (ImportedBlock & { readonly name: string })[];
  /** Left out where nothing is explicit there. */
  readonly applicationPoolDefaults?: ImportedBlock;
  /** What could not be declared, a sentence each; never a secret. */
  readonly notes: readonly string[];
}

/**
 * What is explicit on the host as declarations: what is inherited stays out, so that it goes on being inherited.
 *
 * @param seen looked at with what is explicit
 */
export function importPools(seen: LiveHost): ImportedHost {
  const live = withOtherSettings(seen);
  const names = new Set<string>();
  const notes: string[] = live.pools.size === 0 ? [noPools] : [];
  const pools = [...live.pools.values()].flatMap((pool) => {
    const { name } = pool;
    const problem = poolNameProblem(name);
    if (problem !== undefined) {
      notes.push(`pool ${JSON.stringify(name)} is left out: ${problem}`);
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

/** Says what an import does with an attribute that a newer IIS may have. @param imported what it declares beside it. */
export function unknownNote(path: string, imported: Settings): string {
  const attribute = unknownPlace(path)?.attribute;
  const isDeclared = attribute !== undefined && otherPath(attribute) in imported;
  return `${path} is not known to this program; it is ${isDeclared ? "declared under other as it stands" : "neither compared nor changed"}`;
}

/**
 * What is explicit at one pool, or in `<applicationPoolDefaults>`.
 *
 * @param live looked at with what is explicit
 * @param names of environment variables that are taken, to which those of this one are added
 * @param notes get what could not be declared
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
  // Of a list or map the effective entries: those that the pool inherits count in a comparison.
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
 * The explicit paths, without the identity where an account is left over that the identity type excludes: whoever declares
 * the type removes it, and what is imported changes nothing.
 */
function withoutLeftover(name: string, explicit: Settings, effective: Settings, notes: string[]): string[] {
  const paths = Object.keys(explicit);
  const leftover = excludedAccount(effective).filter((path) => isAccountSet(explicit[path]));
  if (leftover.length === 0) return paths;
  notes.push(
    `${name}: its identity is not imported: ${leftover.join(" and ")} of an earlier account is left over, and ` +
      `${describeIdentity(effective)} excludes it. Declare ${identityTypePath} to remove it`,
  );
  return paths.filter((path) => !identityPaths.includes(path));
}

/** What stands there in a form that only another server can read: a declaration is equal to it, whatever it says. */
function encryptedNotes(name: string, settings: Settings): string[] {
  const found = Object.entries(settings).flatMap(([path, value]) => encryptedIn(path, value));
  return found.map(
    ({ path, provider }) => `${name}: ${path} is ${encryptedBy(provider)}: plan and apply take it to be as declared`,
  );
}

function describeIdentity({ [identityTypePath]: type = "" }: Settings): string {
  return `identityType ${describeSetting(identityTypePath, type)}`;
}

/** An environment variable for each secret of a pool, another one than those in `names`, to which it is added. */
export function secretNamesOf(name: string, settings: Settings, names: Set<string>): Readonly<Record<string, string>> {
  const secrets = Object.keys(settings).filter((path) => settings[path] instanceof Secret);
  return Object.fromEntries(secrets.map((path) => [path, newName(name, path, names)]));
}

/** Identity is declared as a whole or not at all, also where the pool inherits a part of it; empty passwords are none. */
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

/** Without what this program would refuse to declare, such as a user name that has no effect; a note says so of each. */
export function onlyAccepted(name: string, kind: "pool" | "defaults", settings: Settings, notes: string[]): Settings {
  const plain = Object.entries(settings).map(([path, value]) => [path, value instanceof Secret ? "-" : value] as const);
  const { faults } = checkPool(nestSettings(Object.fromEntries(plain)), { kind, isNamed: false });
  const refused = faults.flatMap((fault) => pathsOf(fault, settings));
  if (refused.length === 0) return settings;
  for (const { path, message } of faults) notes.push(`${name}: ${path} is left out: ${message}`);
  const rest = Object.fromEntries(Object.entries(settings).filter(([path]) => !refused.includes(path)));
  return onlyAccepted(name, kind, rest, notes);
}

/** The declared settings that a fault is about. */
function pathsOf({ path }: Fault, settings: Settings): string[] {
  const declared = Object.keys(settings);
  const own = declared.filter((one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`));
  return own.length > 0 ? own : declared.filter((one) => identityPaths.includes(one));
}

function newName(pool: string, path: string, names: Set<string>): string {
  const wanted = secretName(pool, path);
  let name = wanted;
  for (let count = 2; names.has(name); count += 1) name = `${wanted}_${count}`;
  names.add(name);
  return name;
}
