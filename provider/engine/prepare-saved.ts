import { poolKey } from "../names";
import { targetName } from "../plan/change/desired";
import type { SavedChange, SavedHost } from "../plan/saved/schema";
import type { Transport } from "../transport/transport";
import { type PlannedHost, type PlanOptions, prepareHost } from "./prepare";
import { staleRequests } from "./apply/refuse";
import { nameRequest, type Request } from "./apply/request";

/**
 * Reads a host of a saved plan. Every difference from the plan is a refusal with `PLAN_STALE`.
 *
 * @throws IisError `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD`
 */
export async function prepareSaved(
  transport: Transport,
  { name: host, changes }: SavedHost,
  options: Pick<PlanOptions, "explicit">,
): Promise<PlannedHost> {
  const desired = changes.flatMap((one) => (one.desired === undefined ? [] : [one.desired]));
  const absent = changes.filter((one) => one.desired === undefined).map(({ change }) => targetName(change.target));
  const desiredHost = { host, desired, absent, declarations: new Map<string, never>(), ignore: [] };
  const { plan, ...planned } = await prepareHost(transport, desiredHost, options);
  const stale = [...staleRequests(changes.map(savedRequest), planned.before)].map(([request, error]) =>
    nameRequest(transport.host, request, error),
  );
  const reasons = new Map(changes.map(({ change, reason }) => [poolKey(targetName(change.target)), reason]));
  const restored = plan.changes.map((one) => ({
    ...one,
    reason: reasons.get(poolKey(targetName(one.change.target))) ?? one.reason,
  }));
  // --force does not apply a stale plan.
  const risks = stale.length > 0 ? [] : plan.risks;
  return { ...planned, plan: { ...plan, changes: restored, risks, refusals: [...plan.refusals, ...stale] } };
}

function savedRequest({ change, desired }: SavedChange): Request {
  return desired === undefined
    ? { kind: "remove", pool: targetName(change.target), planned: change }
    : { kind: "ensure", desired, planned: change };
}
