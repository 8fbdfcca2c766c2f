import type { ListedPool } from "../appcmd/listed-pool";
import type { UnknownTexts } from "../appcmd/parse-unknown";
import { parsePools } from "../appcmd/parse-list";
import { poolKey } from "../name-keys";
import { settingAttributes } from "../schema/app-pool-attributes";
import type { Settings } from "../schema/setting-value";
import { type ImportedHost, importPools } from "./import-pools";

/** Settings that every IIS has: an export that gives a pool all of them was made with `/config:*`. */
const everywhere = settingAttributes.filter(({ since, secret }) => since === "7.0" && secret !== true);

const allInForce =
  "the export gives every value in force, also what pools inherit, and all of it is declared here; export with /config for what is written at each pool alone";

/**
 * The pools that somebody exported with `appcmd list apppool /config`, with or without `/xml`, as declarations. What was
 * exported with `/config:*` is declared as a whole: nothing in it says what is inherited.
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

/** What each pool has that is not known, by its path in the section. */
function unknownOf(pools: readonly ListedPool[]): UnknownTexts {
  return Object.fromEntries(
    pools.flatMap(({ name, unknown = {} }) =>
      Object.entries(unknown).map(([path, text]) => [`[name='${name}'].${path}`, text] as const),
    ),
  );
}
