import type { ListedSection } from "../appcmd/listed-pool";
import type { UnknownTexts } from "../appcmd/parse-unknown";
import { poolKey } from "../name-keys";
import { isOtherName, otherPath } from "../schema/other-attributes";
import type { Settings } from "../schema/setting-value";
import type { LiveHost } from "./live-host";

/** What a host lists and this package does not know, as settings too: so a declaration under `other` is compared with it. */
export function withOtherSettings(live: LiveHost): LiveHost {
  const { pools, explicit } = live;
  if (explicit?.unknown === undefined && [...pools.values()].every(({ unknown }) => unknown === undefined)) return live;
  const shown = [...pools].map(([key, pool]) => {
    const others = otherSettings(pool.unknown ?? {});
    return [key, { ...pool, settings: { ...pool.settings, ...others } }] as const;
  });
  return { ...live, pools: new Map(shown), ...(explicit && { explicit: withExplicit(explicit) }) };
}

function withExplicit(section: ListedSection): ListedSection {
  const found = Object.entries(section.unknown ?? {}).flatMap(([path, text]) => {
    const place = unknownPlace(path);
    // An element without attributes has an empty text too, and is no attribute.
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
