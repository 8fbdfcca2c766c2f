import type { ListedApplication } from "../appcmd/listed-pool";
import { IisError } from "../errors";
import { describeChange } from "../plan/change";
import type { LiveHost } from "../plan/live-host";
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
  const planned = requests.filter((request) => request.planned !== undefined);
  if (!planned.some((request) => refusals.has(request))) return refusals;
  return new Map([...planned.map((request) => [request, notBegun()] as const), ...refusals]);
}

/** That the host has changed since the change was planned; undefined where it has not, or where nothing was planned. */
export function staleness(request: Request, live: LiveHost): IisError | undefined {
  const { planned } = request;
  if (planned === undefined) return undefined;
  const found = request.kind === "ensure" ? predictChange(request.desired, live) : requestChange(request, live);
  if (sameChange(planned, found)) return undefined;
  const [before, now] = [planned, found].map((change) => (change && describeChange(change).join("; ")) ?? "no change");
  const what = before === now ? "a secret is another than when it was planned" : `planned: ${before}; now: ${now}`;
  return new IisError(
    "PLAN_STALE",
    `the host has changed since the plan was made, so it was left alone; make a new plan. ${what}`,
  );
}

/** That a request was left alone because others that were planned with it no longer fit. */
function notBegun(): IisError {
  return new IisError("NOT_BEGUN", "not begun, as other changes of the same plan do not fit the host any more");
}
