import { type ListedPool, parsePools } from "../../appcmd/answers/pools";
import type { UnknownTexts } from "../../appcmd/answers/document";
import { poolKey } from "../../names";
import { settingAttributes } from "../../settings/app-pool-attributes";
import type { Settings } from "../../settings/value";
import { type ImportedHost, importPools } from "./import-pools";

/** Settings that every IIS has: if a pool in an export has all of them, the export was made with `/config:*`. */
const everywhere = settingAttributes.filter(({ since, secret }) => since === "7.0" && secret !== true);

const allInForce =
  "the export has every value in effect, also inherited ones, and all of them are declared here; export with /config for only the values of each pool itself";

/**
 * The pools of an export made with `appcmd list apppool /config`, with or without `/xml`, as declarations. An export
 * with `/config:*` is declared as a whole, because it does not show which values are inherited.
 *
 * @throws IisError `UNREADABLE_OUTPUT`
 */
export function importListedPools(text: string): ImportedHost {
  const effective = parsePools(text);
  const isWhole = effective.length > 0 && effective.every(({ settings }) => hasAll(settings));
  const pools = isWhole ? effective : parsePools(text, "explicit");
  const imported = importPools({
    pools: byKey(pools),
    explicit: {
      ...{ pools: new Map(pools.map(({ name, settings }) => [poolKey(name), settings])), defaults: {} },
      unknown: unknownOf(pools),
    },
  });
  return isWhole ? { ...imported, notes: [allInForce, ...imported.notes] } : imported;
}

function hasAll(settings: Settings): boolean {
  return everywhere.every(({ path }) => settings[path] !== undefined);
}

function byKey<T extends ListedPool>(pools: readonly T[]): Map<string, T> {
  return new Map(pools.map((pool) => [poolKey(pool.name), pool]));
}

/** The unknown attributes of each pool, by path in the section. */
function unknownOf(pools: readonly ListedPool[]): UnknownTexts {
  return Object.fromEntries(
    pools.flatMap(({ name, unknown = {} }) =>
      Object.entries(unknown).map(([path, text]) => [`[name='${name}'].${path}`, text] as const),
    ),
  );
}
