import type { ListedApplication } from "../../appcmd/answers/pools";
import { poolKey } from "../../names";
import { IisError } from "../../errors";
import { describeChange, type PoolChange } from "../../plan/change/change";
import { findPool, type LiveHost } from "../../plan/change/live-host";
import { predictChange, sameChange } from "../../plan/change/predict-change";
import type { Transport } from "../../transport/transport";
import { defaultsChangeOf, refusal, type Request, requestChange } from "./request";

/**
 * Why requests are refused; allowed requests are not in the map. If one of several requests that were planned together
 * is refused, all of them are.
 *
 * @param applications undefined if they were not read
 * @param isBegun whether a part of them was sent: what differs from the plan may be due to that part
 */
export function refuseRequests(
  requests: readonly Request[],
  live: LiveHost,
  applications: readonly ListedApplication[] | undefined,
  isBegun: boolean,
): ReadonlyMap<Request, IisError> {
  const refusals = new Map<Request, IisError>();
  const stale = isBegun ? new Map<Request, IisError>() : staleRequests(requests, live);
  for (const request of requests) {
    const refused = refusal(request, live, applications) ?? stale.get(request);
    if (refused !== undefined) refusals.set(request, refused);
  }
  refuseWithoutPlace(requests, live, refusals);
  const planned = requests.filter((request) => request.planned !== undefined);
  if (!planned.some((request) => refusals.has(request))) return refusals;
  return new Map([...planned.map((request) => [request, notBegun()] as const), ...refusals]);
}

/**
 * Refuses to remove a pool if its successor cannot be created after that. Pools that free each other's names, as in a swap
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

/** The error for a pool that is kept, because its replacement cannot be created. */
export function placeTaken(successor: string): IisError {
  return new IisError("POOL_EXISTS", {
    problem: `not deleted, because "${successor}", which replaces it, exists already`,
    hint: `Choose another name, or set adopt: true to adopt "${successor}"`,
  });
}

/** The planned requests whose host has changed since the plan, each with its error. */
export function staleRequests(requests: readonly Request[], live: LiveHost): ReadonlyMap<Request, IisError> {
  const defaults = defaultsChangeOf(requests, live);
  const stale = requests.map((request) => [request, staleness(request, live, defaults)] as const);
  return new Map(stale.filter((one): one is [Request, IisError] => one[1] !== undefined));
}

function staleness(request: Request, live: LiveHost, defaults: PoolChange | undefined): IisError | undefined {
  const { planned } = request;
  if (planned === undefined) return undefined;
  const found =
    request.kind === "ensure" ? predictChange(request.desired, live, defaults) : requestChange(request, live);
  if (sameChange(planned, found)) return undefined;
  const [before, now] = [planned, found].map((change) => (change && describeChange(change).join("; ")) ?? "no change");
  const what = before === now ? "a secret has changed since the plan" : `planned: ${before}; now: ${now}`;
  return new IisError("PLAN_STALE", {
    problem: `the host has changed since the plan, so nothing was written to it (${what})`,
    hint: "Make a new plan",
  });
}

/** The error for a request that is refused because the host no longer matches others of the same plan. */
function notBegun(): IisError {
  return new IisError("NOT_BEGUN", {
    problem: "not started, because the host no longer matches other changes of the same plan",
  });
}

/** A transport that only reads: every other command is refused (`READ_ONLY`). */
export function refuseWrites(transport: Transport): Transport {
  return {
    ...transport,
    exec: async (args, ...signals) => {
      const [verb = "", object = ""] = args;
      if (verb === "list") return transport.exec(args, ...signals);
      const problem = `appcmd ${verb} ${object} was not sent, because the provider has readOnly: true`;
      throw new IisError("READ_ONLY", { host: transport.host, problem });
    },
  };
}
