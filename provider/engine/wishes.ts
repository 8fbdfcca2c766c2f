import { poolKey } from "../name-keys";
import type { PoolChange } from "../plan/change";
import { type DesiredHost, targetName } from "../plan/desired";
import type { ChangeReason } from "../plan/host-plan";
import { findPool, type LiveHost } from "../plan/live-host";
import { predictChange } from "../plan/predict-change";
import { undeclaredPools } from "../plan/prunable-pools";
import { type Request, requestChange } from "./request";

/** A request, why it is there, and what it changes. */
export interface Wish {
  readonly request: Request;
  readonly reason: ChangeReason;
  readonly change: PoolChange;
}

/**
 * What differs on the host, one wish each: deletions first, then what stops, then the rest, by name.
 *
 * @param prunable pools in no file that are to be deleted.
 */
export function wishesOf(wanted: DesiredHost, live: LiveHost, prunable: readonly string[]): Wish[] {
  const declared = wanted.desired.map((desired) => ({ kind: "ensure", desired }) as const);
  const absent = wanted.absent.map(removal);
  const pruned = prunable.map(removal);
  const wishes = [
    ...declared.flatMap((request) => wish(request, "declared", predictChange(request.desired, live))),
    ...absent.flatMap((request) => wish(request, "absent", requestChange(request, live))),
    ...pruned.flatMap((request) => wish(request, "pruned", requestChange(request, live))),
  ];
  return sortWishes(wishes);
}

function removal(pool: string): Request {
  return { kind: "remove", pool };
}

function wish(request: Request, reason: ChangeReason, change: PoolChange | undefined): Wish[] {
  return change === undefined ? [] : [{ request: { ...request, planned: change }, reason, change }];
}

/** Whether it has to be known which applications use which pool. */
export function asksForApplications(wanted: DesiredHost, live: LiveHost, prune: boolean): boolean {
  return (
    wanted.absent.some((name) => findPool(live, name) !== undefined) ||
    (prune && undeclaredPools(live, wanted).length > 0)
  );
}

function sortWishes(wishes: readonly Wish[]): Wish[] {
  const keyed = wishes.map((one) => ({ one, rank: rankOf(one.change), key: poolKey(targetName(one.change.target)) }));
  keyed.sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : Number(a.key > b.key)));
  return keyed.map(({ one }) => one);
}

function rankOf(change: PoolChange): number {
  if (change.kind === "delete") return 0;
  return change.kind === "update" && change.state?.to === "Stopped" ? 1 : 2;
}
