import { IisError } from "../../errors";
import type { HostApply, HostResult, Risk } from "../../plan/results";
import { inHostQueue, type Transport } from "../../transport/transport";
import { applyRequests } from "../apply/apply";
import { makeBackup } from "../apply/make-backup";
import type { Outcome } from "../apply/request";
import { interruptible } from "../apply/stop";
import { onEachHost } from "../hosts";
import type { PlannedHost } from "../prepare";
import { rollBack } from "./roll-back";

/** A host to change. */
export interface ApplyTarget {
  readonly name: string;
  readonly transport: Transport;
  readonly planned: PlannedHost;
  /** The command that restores a backup of that name, for people. Default: appcmd's own. */
  readonly restoreCommand?: (backup: string) => string;
}

/** Options for changing the hosts. */
export interface ApplyOptions {
  /** The name of the backup that appcmd makes before the first write to a host. Default: no backup is made. */
  readonly backup?: string;
  /** If something fails on a host, roll back its changes; requires hosts that were read with `explicit`. */
  readonly rollbackOnError: boolean;
  /**
   * Start the write from the plan's own read, if that is at most five seconds old when the write starts. For plans
   * without confirmation. Default: each host is read again before the write, and refused if it has changed.
   */
  readonly fromPlanRead?: boolean;
  /** If it is aborted, nothing further is written; written changes are still read back. */
  readonly signal: AbortSignal;
  /** Hosts at a time. */
  readonly parallel: number;
  /** Called around the work on each host, for progress output. */
  readonly around?: (target: ApplyTarget, work: () => Promise<HostApply>) => Promise<HostApply>;
}

/**
 * Makes exactly the planned changes, on each host in one commit if possible, and reads them back. A host without
 * changes is not written; if a backup fails, nothing is written there. The caller must first check whether the plans
 * may be applied at all: {@link planObstacles}.
 */
export function applyPlan(targets: readonly ApplyTarget[], options: ApplyOptions): Promise<HostResult<HostApply>[]> {
  const { parallel, around } = options;
  return onEachHost(targets, parallel, (target) => {
    const work = (): Promise<HostApply> => applyHost(target, options);
    return around === undefined ? work() : around(target, work);
  });
}

async function applyHost(target: ApplyTarget, options: ApplyOptions): Promise<HostApply> {
  const { requests, plan, before, memory } = target.planned;
  const transport = interruptible(target.transport, options.signal, "writes");
  const { warnings = [] } = transport;
  const nothing: HostApply = { host: target.name, applied: [], failed: [], remaining: [], warnings };
  if (requests.length === 0) return nothing;
  if (options.signal.aborted) return { ...nothing, remaining: plan.changes };
  const backup = options.backup === undefined ? {} : await backUp(transport, target, options.backup);
  const outcomes = await applyRequests(transport, requests, options.fromPlanRead === true && memory ? { memory } : {});
  const applied = plan.changes.filter((_, index) => outcomes[index]?.ok === true);
  const failed = plan.changes.flatMap((change, index) => {
    const outcome = outcomes[index];
    return outcome?.ok === false && !isRemaining(outcome) ? [{ change, error: outcome.error }] : [];
  });
  const begun = plan.changes.filter((_, index) => wasBegun(outcomes[index]));
  const rolledBack =
    options.rollbackOnError && failed.length > 0
      ? {
          rolledBack: await rollBack(
            transport,
            begun.map(({ change }) => change),
            before,
            failed.map(({ change }) => change.change),
          ),
        }
      : {};
  return {
    host: target.name,
    applied,
    failed,
    remaining: plan.changes.filter((_, index) => isRemaining(outcomes[index])),
    ...rolledBack,
    ...backup,
    warnings: [...warnings, ...outcomes.flatMap((outcome) => (outcome.ok ? outcome.warnings : []))],
  };
}

async function backUp(transport: Transport, target: ApplyTarget, wanted: string): Promise<Pick<HostApply, "backup">> {
  const without = "backup: false (iispools: --no-backup)";
  const name = await inHostQueue(transport.key, () => makeBackup(transport, wanted, without));
  const restore = target.restoreCommand?.(name) ?? `appcmd restore backup ${name}`;
  return { backup: { name, restore } };
}

/** Whether nothing at all was done for it. */
function isRemaining(outcome: Outcome | undefined): boolean {
  return outcome?.ok === false && !outcome.sent && ["NOT_BEGUN", "INTERRUPTED"].includes(outcome.error.code);
}

/** Whether anything may have been written for it. */
function wasBegun(outcome: Outcome | undefined): boolean {
  return outcome !== undefined && (outcome.ok || outcome.sent);
}

/**
 * Why the plans must not be applied on any of the hosts: a host that could not be read, refusals, and risks that are
 * not allowed.
 *
 * @param allowed the rules of allowed risks; true: all
 */
export function planObstacles(
  hosts: readonly HostResult<PlannedHost>[],
  allowed: boolean | readonly Risk["rule"][],
): IisError[] {
  const isAllowed = ({ rule }: Risk): boolean => (typeof allowed === "boolean" ? allowed : allowed.includes(rule));
  return hosts.flatMap((result) => {
    if (!result.ok) return [result.error];
    const { refusals, risks } = result.value.plan;
    const risky = risks.filter((risk) => !isAllowed(risk)).map((risk) => new IisError("NEEDS_FORCE", risk));
    return [...refusals, ...risky];
  });
}
