import type { Settings } from "../schema/setting-value";
import type { UnknownTexts } from "./parse-unknown";

/** A pool's run-time state, as appcmd names it. `Unknown` where WAS does not answer. */
export type PoolState = "Starting" | "Started" | "Stopping" | "Stopped" | "Unknown";

/** A pool as `list apppool` shows it. */
export interface ListedPool {
  readonly name: string;
  readonly state: PoolState;
  /** Every attribute that was printed and that this package knows. An attribute the host's IIS lacks is absent. */
  readonly settings: Settings;
  /** What was printed besides and this package does not know, for example an attribute of a newer IIS. */
  readonly unknown?: UnknownTexts;
}

/** The applicationPools section as `list config` shows it. */
export interface ListedSection {
  readonly pools: ReadonlyMap<string, Settings>;
  readonly defaults: Settings;
  /** What was printed besides, by the path inside the section: `[name='Shop'].someNewAttribute`. */
  readonly unknown?: UnknownTexts;
}

/** A worker process as `list wp` shows it. */
export interface ListedWorker {
  readonly pid: number;
  readonly pool: string;
}

/** An application and the pool it runs in. */
export interface ListedApplication {
  readonly name: string;
  readonly pool: string;
}
