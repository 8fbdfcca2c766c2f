import { poolKey } from "../name-keys";
import type { PoolChange } from "../plan/change";
import { type DesiredHost, targetName } from "../plan/desired";
import type { ChangeReason } from "../plan/host-plan";
import { findPool, type LiveHost } from "../plan/live-host";
import { predictChange } from "../plan/predict-change";
import { undeclaredPools } from "../plan/prunable-pools";
import { type Request, requestChange } from "./request";

/** A request, its reason, and the change that it makes. */
export interface PlannedRequest {
  readonly request: Request;
  readonly reason: ChangeReason;
  readonly change: PoolChange;
}

/**
 * The requests for everything that differs on the host: deletions first, then pools that stop, then the others, by name.
 *
 * @param prunable pools in no file, to be deleted.
 */
export function listRequests(wanted: DesiredHost, live: LiveHost, prunable: readonly string[]): PlannedRequest[] {
  const declared = wanted.desired.map((desired) => ({ kind: "ensure", desired }) as const);
  const absent = wanted.absent.map(removal);
  const pruned = prunable.map(removal);
  const requests = [
    ...declared.flatMap((request) => withChange(request, "declared", predictChange(request.desired, live))),
    ...absent.flatMap((request) => withChange(request, "absent", requestChange(request, live))),
    ...pruned.flatMap((request) => withChange(request, "pruned", requestChange(request, live))),
  ];
  return sortRequests(requests);
}

function removal(pool: string): Request {
  return { kind: "remove", pool };
}

/** None if nothing differs. */
function withChange(request: Request, reason: ChangeReason, change: PoolChange | undefined): PlannedRequest[] {
  return change === undefined ? [] : [{ request: { ...request, planned: change }, reason, change }];
}

/** Whether a plan depends on which applications use which pool. */
export function needsApplications(wanted: DesiredHost, live: LiveHost, prune: boolean): boolean {
  return (
    wanted.absent.some((name) => findPool(live, name) !== undefined) ||
    (prune && undeclaredPools(live, wanted).length > 0)
  );
}

function sortRequests(requests: readonly PlannedRequest[]): PlannedRequest[] {
  const keyed = requests.map((one) => ({ one, rank: rankOf(one.change), key: poolKey(targetName(one.change.target)) }));
  keyed.sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : Number(a.key > b.key)));
  return keyed.map(({ one }) => one);
}

function rankOf(change: PoolChange): number {
  if (change.kind === "delete") return 0;
  return change.kind === "update" && change.state?.to === "Stopped" ? 1 : 2;
}
