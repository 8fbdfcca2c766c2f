import type { ListedPool } from "../appcmd/answers/pools";
import { secretPaths } from "../connection/connection";
import type { Connection } from "../connection/schema";
import { finalState } from "../plan/change/diff";
import { findPool, type LiveHost } from "../plan/change/live-host";
import { impliedSettings } from "../pool-file/pool/cross-checks";
import { isRecord } from "../record";
import { Secret } from "../secret";
import { attributeOf } from "../settings/app-pool-attributes";
import { parseValue, ValueError } from "../settings/codecs/codecs";
import { nestSettings } from "../settings/paths";
import type { Settings, SettingValue } from "../settings/value";
import type { DeclaredBlock, Instance, ListedDeclaration } from "./read-instance";

/** A JSON object of an output. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The actual values of what an instance declares. Secrets and the values of environment variables are omitted. */
export function actualState(instance: Instance, live: LiveHost): JsonObject {
  const { defaults } = instance;
  return {
    ...shownConnection(instance.connection),
    pools: instance.pools.map((pool) => actualPool(pool, findPool(live, pool.name))),
    ...(defaults && { applicationPoolDefaults: valuesOf(Object.keys(defaults.settings), live.defaults ?? {}) }),
  };
}

/** The actual values of one declared pool. */
export function actualPool({ name, exists, declared }: ListedDeclaration, pool: ListedPool | undefined): JsonObject {
  if (pool === undefined || !exists) return { name: pool?.name ?? name, _exist: pool !== undefined };
  const { state, multiInstance, settings } = declared;
  const actual = finalState(pool.state);
  return {
    ...{ name: pool.name, _exist: true },
    ...(state !== undefined && actual !== undefined && { state: actual }),
    ...(multiInstance !== undefined && { multiInstance: multiInstance || !isSingle(pool.settings) }),
    ...valuesOf(Object.keys(settings), pool.settings),
  };
}

/** Whether the settings have all that `multiInstance: false` implies. */
function isSingle(settings: Settings): boolean {
  return Object.entries(impliedSettings(false)).every(([path, value]) => settings[path] === value);
}

/** What is declared of a pool, as it would be after `set`. */
export function desiredPool({ name, exists, declared }: ListedDeclaration): JsonObject {
  if (!exists) return { name, _exist: false };
  const { state, multiInstance } = declared;
  return {
    ...{ name, _exist: true },
    ...(state !== undefined && { state }),
    ...(multiInstance !== undefined && { multiInstance }),
    ...declaredValues({ declared }),
  };
}

/** The declared settings in their groups. */
export function declaredValues({ declared: { settings } }: Pick<DeclaredBlock, "declared">): JsonObject {
  return valuesOf(Object.keys(settings), settings);
}

/** Settings in their groups, as people write them, without those that no output has. */
export function valuesOf(paths: readonly string[], settings: Settings): JsonObject {
  const shown = paths.flatMap((path): [string, unknown][] => {
    const value = settings[path];
    return value === undefined || value instanceof Secret || isOmitted(path, value)
      ? []
      : [[path, attributeOf(path).codec.write(value)]];
  });
  return nestSettings(Object.fromEntries(shown));
}

/** Whether no output has the value: a secret, variables, which may be secrets, or what no instance can declare. */
export function isOmitted(path: string, value: SettingValue): boolean {
  const attribute = attributeOf(path);
  if (value instanceof Secret || attribute.secret === true || attribute.codec.shape === "map") return true;
  return ValueError.messageOf(() => parseValue(attribute, attribute.codec.write(value))) !== undefined;
}

/** The connection without its secrets; nothing for appcmd of this machine. */
export function shownConnection(connection: Connection): { readonly connection?: JsonObject } {
  const shown = withoutSecrets(connection, secretPaths());
  return Object.keys(shown).length === 0 ? {} : { connection: shown };
}

function withoutSecrets(fields: object, secrets: readonly (readonly string[])[]): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]: [string, unknown]) => {
      const inside = secrets.filter(([first]) => first === key).map(([, ...rest]) => rest);
      if (inside.some((rest) => rest.length === 0)) return [];
      return [[key, isRecord(value) ? withoutSecrets(value, inside) : value]];
    }),
  );
}
