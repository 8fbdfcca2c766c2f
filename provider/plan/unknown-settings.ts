import type { LiveHost } from "./live-host";

/** Something that a pool has on its host and this package does not know; its value may be a secret and is left out. */
export interface UnknownSetting {
  readonly pool: string;
  /** Its path in the pool, such as `processModel.someNewAttribute`. */
  readonly path: string;
}

/** What this package does not know of a host's pools, for reports: it is neither compared nor changed. */
export function unknownSettings(live: LiveHost): UnknownSetting[] {
  return [...live.pools.values()].flatMap(({ name: pool, unknown = {} }) =>
    Object.keys(unknown).map((path) => ({ pool, path })),
  );
}
