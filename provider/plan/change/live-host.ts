import type { ListedPool, ListedSection } from "../../appcmd/answers/pools";
import type { UnknownTexts } from "../../appcmd/answers/document";
import type { PoolReference } from "../../appcmd/argument";
import { poolKey } from "../../names";
import { isOtherName, otherPath } from "../../settings/other-attributes";
import type { Settings } from "../../settings/value";

/** The result of one read of a host. */
export interface LiveHost {
  /** Every pool with effective values, by {@link poolKey}. */
  readonly pools: ReadonlyMap<string, ListedPool>;
  /** The values written in the section itself, without inherited ones; only if requested. */
  readonly explicit?: ListedSection;
  /** Effective values of `<applicationPoolDefaults>`; only if requested. */
  readonly defaults?: Settings;
  /** The places in the sites' section that name a pool; only if requested. */
  readonly references?: readonly PoolReference[];
}

/** The pool of that name; letter case is ignored. */
export function findPool(live: LiveHost, name: string): ListedPool | undefined {
  return live.pools.get(poolKey(name));
}

/**
 * Every setting that the host's IIS knows: `/config:*` prints all of them, so a setting that it does not print does not
 * exist there. Undefined on a host without pools.
 */
export function knownSettings(live: LiveHost): Settings | undefined {
  const [first] = live.pools.values();
  return first?.settings ?? live.defaults;
}

/**
 * The note for a host without pools: a server nearly always has one, a file that is not a server's configuration has
 * none.
 */
export const noPools =
  "no application pools were found; check that this is the server or the applicationHost.config that you mean";

/**
 * Adds the host's attributes that this package does not know to the settings, so that they are compared with
 * declarations under `other`.
 */
export function withOtherSettings(live: LiveHost): LiveHost {
  const { pools, explicit } = live;
  if (explicit?.unknown === undefined && [...pools.values()].every(({ unknown }) => unknown === undefined)) return live;
  const shown = [...pools].map(([key, pool]) => {
    const others = otherSettings(pool.unknown ?? {});
    return [key, { ...pool, settings: { ...pool.settings, ...others } }] as const;
  });
  return { ...live, pools: new Map(shown), ...(explicit && { explicit: withOtherAttributes(explicit) }) };
}

/** The same for the values written in a section. */
export function withOtherAttributes(section: ListedSection): ListedSection {
  const found = Object.entries(section.unknown ?? {}).flatMap(([path, text]) => {
    const place = unknownPlace(path);
    // An element without attributes has an empty text too, but is not an attribute.
    return place === undefined || !text.isSet ? [] : [{ ...place, text }];
  });
  const own = (pool: string | undefined): Settings =>
    otherSettings(
      Object.fromEntries(found.filter((one) => one.pool === pool).map(({ attribute, text }) => [attribute, text])),
    );
  const pools = [...section.pools].map(([key, settings]) => [key, { ...settings, ...own(key) }] as const);
  return { ...section, pools: new Map(pools), defaults: { ...section.defaults, ...own(undefined) } };
}

/** The pool, by its key, and the attribute of a path in the section; no pool for `<applicationPoolDefaults>`. */
export function unknownPlace(
  path: string,
): { readonly pool: string | undefined; readonly attribute: string } | undefined {
  const match = /^(?:\[name='([^\]]*)'\]|applicationPoolDefaults)\.(.+)$/.exec(path);
  if (match === null) return undefined;
  const [, pool, attribute = ""] = match;
  return { pool: pool === undefined ? undefined : poolKey(pool), attribute };
}

function otherSettings(unknown: UnknownTexts): Settings {
  const texts = Object.entries(unknown).filter(([attribute]) => isOtherName(attribute));
  return Object.fromEntries(texts.map(([attribute, text]) => [otherPath(attribute), text.reveal()]));
}
