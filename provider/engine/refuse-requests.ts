import type { ListedApplication } from "../appcmd/listed-pool";
import { poolKey } from "../name-keys";
import { IisError } from "../errors";
import { describeChange } from "../plan/change";
import { findPool, type LiveHost } from "../plan/live-host";
import { predictChange } from "../plan/predict-change";
import { sameChange } from "../plan/same-change";
import { refusal, type Request, requestChange } from "./request";

/**
 * Why requests must not be begun; those that may are left out. Of those that were planned together, one that must not be
 * keeps the others from it.
 *
 * @param applications undefined where they were not looked at.
 */
export function refuseRequests(
  requests: readonly Request[],
  live: LiveHost,
  applications: readonly ListedApplication[] | undefined,
): ReadonlyMap<Request, IisError> {
  const refusals = new Map<Request, IisError>();
  for (const request of requests) {
    const refused = refusal(request, live, applications) ?? staleness(request, live);
    if (refused !== undefined) refusals.set(request, refused);
  }
  refuseWithoutPlace(requests, live, refusals);
  const planned = requests.filter((request) => request.planned !== undefined);
  if (!planned.some((request) => refusals.has(request))) return refusals;
  return new Map([...planned.map((request) => [request, notBegun()] as const), ...refusals]);
}

/**
 * Refuses to remove a pool whose successor could not be created after it. Pools that free each other's names, as in a swap
 * or a chain, are removed together or not at all.
 */
function refuseWithoutPlace(requests: readonly Request[], live: LiveHost, refusals: Map<Request, IisError>): void {
  const isFreed = (name: string): boolean =>
    requests.some((one) => one.kind === "remove" && poolKey(one.pool) === poolKey(name) && !refusals.has(one));
  const blocked = requests.find(
    (one) =>
      one.kind === "remove" &&
      !refusals.has(one) &&
      findPool(live, one.pool) !== undefined &&
      one.successor !== undefined &&
      findPool(live, one.successor) !== undefined &&
      !isFreed(one.successor),
  );
  if (blocked?.kind !== "remove") return;
  refusals.set(blocked, placeTaken(blocked.successor ?? ""));
  refuseWithoutPlace(requests, live, refusals);
}

/** That a pool stays, as the one that is to take its place could not be created. */
export function placeTaken(successor: string): IisError {
  return new IisError("POOL_EXISTS", {
    problem: `it is not deleted, because "${successor}", which replaces it, exists already`,
    hint: `Choose another name, or set adopt: true to take over "${successor}" as it is`,
  });
}

/** That the host has changed since the change was planned; undefined where it has not, or where nothing was planned. */
export function staleness(request: Request, live: LiveHost): IisError | undefined {
  const { planned } = request;
  if (planned === undefined) return undefined;
  const found = request.kind === "ensure" ? predictChange(request.desired, live) : requestChange(request, live);
  if (sameChange(planned, found)) return undefined;
  const [before, now] = [planned, found].map((change) => (change && describeChange(change).join("; ")) ?? "no change");
  const what = before === now ? "a secret is another than when it was planned" : `planned: ${before}; now: ${now}`;
  return new IisError("PLAN_STALE", {
    problem: `the host has changed since the plan was made, so it was left alone (${what})`,
    hint: "Make a new plan",
  });
}

/** That a request was left alone because others that were planned with it no longer fit. */
function notBegun(): IisError {
  return new IisError("NOT_BEGUN", {
    problem: "not begun, as other changes of the same plan do not fit the host any more",
  });
}
