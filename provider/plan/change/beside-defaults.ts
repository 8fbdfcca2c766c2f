import { variableKey } from "../../names";
import { attributeOf } from "../../settings/app-pool-attributes";
import { asList, asMap, type Settings, type SettingValue } from "../../settings/value";
import type { PoolChange, SettingChange } from "./change";
import type { Desired } from "./desired";
import { diffDesired } from "./diff";
import type { LiveHost } from "./live-host";

/**
 * The collections that pools get in a later commit than this change of `<applicationPoolDefaults>`, because it changes
 * what they inherit: their entries are read after it, not assumed.
 */
export function laterCollections(defaults: PoolChange | undefined): ReadonlySet<string> {
  const changed = defaults === undefined || defaults.kind === "delete" ? [] : defaults.settings;
  return new Set(changed.map(({ path }) => path).filter((path) => attributeOf(path).codec.shape !== "scalar"));
}

/** Only some settings of a step; undefined if nothing of it remains. */
export function onlySettings(
  change: PoolChange | undefined,
  belongs: (setting: SettingChange) => boolean,
): PoolChange | undefined {
  if (change === undefined || change.kind === "delete") return change;
  const settings = change.settings.filter(belongs);
  const isMore =
    change.kind === "create" ||
    change.state !== undefined ||
    (change.kind === "rename" && (change.isNew || change.moves.length > 0 || change.deletes));
  return settings.length === 0 && !isMore ? undefined : { ...change, settings };
}

/**
 * The difference of a pool that is changed together with `<applicationPoolDefaults>`: also what it has as declared now,
 * and would no longer have once it inherits the new values.
 *
 * @param defaults the change of `<applicationPoolDefaults>`; without it, or without explicit values, nothing is added
 * @param cleared see {@link diffDesired}
 */
export function diffBesideDefaults(
  desired: Desired,
  live: LiveHost,
  defaults: PoolChange | undefined,
  cleared?: readonly string[],
): PoolChange | undefined {
  const now = diffDesired(desired, live, cleared);
  if (defaults === undefined || desired.target === "applicationPoolDefaults") return now;
  const then = diffDesired(desired, afterDefaults(live, defaults), cleared);
  if (now === undefined || then === undefined) return now ?? then;
  if (now.kind !== "update" || then.kind !== "update") return then;
  const isScalar = ({ path }: SettingChange): boolean => attributeOf(path).codec.shape === "scalar";
  const preferred = [...then.settings, ...now.settings.filter(isScalar)];
  const settings = new Map([...now.settings, ...preferred].map((one) => [one.path, one]));
  const order = [...Object.keys(desired.settings), ...desired.inherit];
  return { ...now, settings: order.flatMap((path) => settings.get(path) ?? []) };
}

/** The host as it is expected to be read after this change of `<applicationPoolDefaults>`. */
export function afterDefaults(live: LiveHost, defaults: PoolChange | undefined): LiveHost {
  const { explicit, pools } = live;
  if (defaults === undefined || defaults.kind === "delete" || explicit === undefined) return live;
  const changed = Object.fromEntries(defaults.settings.map(({ path, to }) => [path, to]));
  const inherited = Object.fromEntries(
    Object.entries({ ...explicit.defaults, ...changed }).filter(
      (one): one is [string, SettingValue] => one[1] !== undefined,
    ),
  );
  const changedPools = [...pools].map(([key, pool]) => {
    const own = explicit.pools.get(key) ?? {};
    const settings = defaults.settings.flatMap(({ path }): [string, SettingValue][] => {
      const value = inheritedValue(path, pool.settings[path], own, explicit.defaults[path], inherited[path]);
      return value === undefined ? [] : [[path, value]];
    });
    return [key, { ...pool, settings: { ...pool.settings, ...Object.fromEntries(settings) } }] as const;
  });
  return { ...live, pools: new Map(changedPools), explicit: { ...explicit, defaults: inherited } };
}

/** The expected value of a pool, whose defaults change from `before` to `after`; undefined if that is not known. */
function inheritedValue(
  path: string,
  effective: SettingValue | undefined,
  own: Settings,
  before: SettingValue | undefined,
  after: SettingValue | undefined,
): SettingValue | undefined {
  if (effective === undefined) return undefined;
  const { shape } = attributeOf(path).codec;
  if (shape === "list") return inheritedList(asList(effective), asList(own[path]), asList(before), asList(after));
  if (shape === "map") return inheritedMap(asMap(effective), asMap(own[path]), asMap(before), asMap(after));
  return path in own ? undefined : after;
}

/**
 * A list that lacks an inherited entry has a `<clear />` and inherits nothing. If it has all of them itself, that is not
 * known: it is expected to inherit, so that it is compared again.
 */
function inheritedList(
  effective: readonly string[],
  own: readonly string[],
  before: readonly string[],
  after: readonly string[],
): SettingValue {
  const isCleared = before.some((item) => !effective.includes(item));
  return isCleared ? effective : [...new Set([...after, ...own])];
}

/** A map that lacks an inherited entry has a `<remove>` for it, and keeps it. */
function inheritedMap(
  effective: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): SettingValue {
  const keys = (texts: Readonly<Record<string, string>>): Set<string> => new Set(Object.keys(texts).map(variableKey));
  const [ownKeys, beforeKeys, presentKeys] = [keys(own), keys(before), keys(effective)];
  const kept = Object.entries(effective).filter(
    ([name]) => ownKeys.has(variableKey(name)) || !beforeKeys.has(variableKey(name)),
  );
  const inherited = Object.entries(after).filter(([name]) => {
    const key = variableKey(name);
    return !ownKeys.has(key) && (!beforeKeys.has(key) || presentKeys.has(key));
  });
  return Object.fromEntries([...inherited, ...kept]);
}
