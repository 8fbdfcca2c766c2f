import type { ListedPool } from "../../appcmd/answers/pools";
import { IisError } from "../../errors";
import type { PoolChange } from "../../plan/change/change";
import { choosePools } from "../../plan/choose-pools";
import { desiredOf } from "../../plan/change/desired";
import { diffDesired } from "../../plan/change/diff";
import type { Transport } from "../../transport/transport";
import { applyRequests } from "../apply/apply";
import { inspectHost } from "../inspect";
import type { Request } from "../apply/request";

/** The requested state of pools. */
export interface StateRequest {
  readonly state: "Started" | "Stopped";
  /** Whether the state also lasts after the service restarts: `autoStart` is set first, in a separate commit. */
  readonly isDurable: boolean;
}

/** One pool with the change that it requires. */
export interface PreparedPool {
  readonly pool: ListedPool;
  /** Undefined if it already has that state. */
  readonly change: PoolChange | undefined;
}

/** Pools as read before anything is written. */
export interface PreparedStartStop {
  readonly pools: readonly PreparedPool[];
  /** All pools that are missing. */
  readonly refusals: readonly IisError[];
}

/** The result of starting or stopping one pool. */
export interface StartStopResult extends PreparedPool {
  /** The pool as read back. */
  readonly after: ListedPool | undefined;
  readonly error?: IisError;
}

/** Reads a host, with one command. @throws IisError `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD` */
export async function prepareStartStop(
  transport: Transport,
  names: readonly string[],
  request: StateRequest,
): Promise<PreparedStartStop> {
  const live = await inspectHost(transport);
  const { pools, refusals } = choosePools(transport.host, [...live.pools.values()], names);
  const unknownStates = pools
    .filter(({ state }) => state === "Unknown")
    .map(({ name }) => new IisError("WAS_NOT_AVAILABLE", { host: transport.host, pool: name, ...wasIsDown }));
  return {
    pools: pools.map((pool) => ({ pool, change: diffDesired(desired(pool, request), live) })),
    refusals: [...refusals, ...unknownStates],
  };
}

const wasIsDown = {
  problem: "the service WAS does not respond, so the pool cannot be started or stopped",
  hint: "Start it: net start WAS",
};

/** Starts or stops the pools that are not in that state, and reads them back. It never rejects for an error of the host. */
export async function startOrStop(
  transport: Transport,
  prepared: readonly PreparedPool[],
  request: StateRequest,
): Promise<StartStopResult[]> {
  const differing = prepared.flatMap(({ pool, change }) => (change === undefined ? [] : [{ pool, change }]));
  const requests = differing.map(({ pool, change }): Request => ({
    kind: "ensure",
    desired: desired(pool, request),
    planned: change,
  }));
  const outcomes = requests.length === 0 ? [] : await applyRequests(transport, requests);
  return prepared.map((one) => {
    const outcome = outcomes[differing.findIndex(({ pool }) => pool === one.pool)];
    if (outcome === undefined) return { ...one, after: one.pool };
    return outcome.ok ? { ...one, after: outcome.pool } : { ...one, after: undefined, error: outcome.error };
  });
}

/** Without `isDurable` only the state changes, and no setting is written. */
function desired({ name }: ListedPool, { state, isDurable }: StateRequest): ReturnType<typeof desiredOf> {
  if (isDurable) return desiredOf({ pool: name }, { settings: {}, state });
  return { target: { pool: name }, settings: {}, inherit: [], state };
}
