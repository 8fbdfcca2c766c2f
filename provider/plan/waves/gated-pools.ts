import type { PoolState } from "../../appcmd/answers/pools";
import { poolKey } from "../../names";
import { IisError } from "../../errors";
import { type Desired, targetName } from "../change/desired";
import type { PlannedChange } from "../results";
import { findPool, type LiveHost } from "../change/live-host";

/** A pool that must run for the health check to pass. */
export interface GatedPool {
  readonly pool: string;
  /** Why it must run. */
  readonly because: "it is declared as Started" | "it ran before" | "it starts by itself";
}

/** The changes of a host. */
export interface HostChanges {
  readonly changes: readonly PlannedChange[];
  readonly desired: readonly Desired[];
  readonly before: LiveHost;
}

/**
 * The changed pools that must run: those declared as Started, those that ran before, and new ones that start
 * automatically. A change of `<applicationPoolDefaults>` changes every pool.
 */
export function gatedPools({ changes, desired, before }: HostChanges, now: LiveHost): GatedPool[] {
  const changed = changes
    .filter(({ change }) => change.kind !== "delete")
    .map(({ change }) => targetName(change.target));
  const names = changed.includes("applicationPoolDefaults") ? [...before.pools.values()].map(({ name }) => name) : [];
  const pools = new Map([...names, ...changed].map((name) => [poolKey(name), name]));
  pools.delete(poolKey("applicationPoolDefaults"));
  const olderNames = new Map(
    changes.flatMap(({ change }) => (change.kind === "rename" ? [[poolKey(change.target.pool), change.from]] : [])),
  );
  const states = new Map(desired.map(({ target, state }) => [poolKey(targetName(target)), state]));
  return [...pools].flatMap(([key, pool]): GatedPool[] => {
    const state = states.get(key);
    if (state !== undefined) return state === "Started" ? [{ pool, because: "it is declared as Started" }] : [];
    const earlier = findPool(before, pool) ?? findPool(before, olderNames.get(key) ?? pool);
    if (earlier !== undefined) return earlier.state === "Started" ? [{ pool, because: "it ran before" }] : [];
    const live = findPool(now, pool);
    const starts = live !== undefined && live.state !== "Unknown" && live.settings["autoStart"] !== false;
    return starts ? [{ pool, because: "it starts by itself" }] : [];
  });
}

/** Why the health check fails for a pool; undefined if it runs. */
export function gateProblem(
  host: string,
  { pool, because }: GatedPool,
  state: PoolState | undefined,
): IisError | undefined {
  if (state === "Started") return undefined;
  const hints: Readonly<Record<PoolState, string>> = {
    Stopped: "Rapid-fail protection may have stopped it: check the event log of the host (WAS 5002, 5009)",
    Stopping: "Check again later",
    Starting: "Check again later, or set a longer delay before the health check (iispools: --settle)",
    Unknown: "The service WAS does not respond there",
    Started: "",
  };
  const seen = state === undefined ? "is missing" : `is ${state}`;
  const hint = state === undefined ? "Another tool or person has deleted it" : hints[state];
  return new IisError("POOL_STOPPED", { host, pool, problem: `${seen}, but ${because}`, hint });
}
