import { attributeOf } from "../../settings/app-pool-attributes";
import { equalSettings, type Settings } from "../../settings/value";

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
