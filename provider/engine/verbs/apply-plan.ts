import { appcmdExitCodes } from "../../appcmd/answers/result";
import { addBackup } from "../../appcmd/command";
import { IisError } from "../../errors";
import type { HostApply, HostResult, Risk } from "../../plan/results";
import { inHostQueue, type Transport } from "../../transport/transport";
import { applyRequests } from "../apply/apply";
import type { Outcome } from "../apply/request";
import { Attempts, commandError, runCommand } from "../apply/send";
import { interruptible } from "../apply/stop";
import { onEachHost } from "../hosts";
import type { PlannedHost } from "../prepare";
import { rollBack } from "./roll-back";

/** The maximum number of backups with the name of the same second. */
const mostOfOneSecond = 9;

/**
 * Makes a backup of the host's configuration with appcmd, under a name such as `iispools-20261121-101530` (UTC).
 *
 * @returns the backup's name, for `appcmd restore backup`
 * @throws IisError `APPCMD_FAILED`, `NO_APPCMD`
 */
export function makeBackup(transport: Transport, now: Date): Promise<string> {
  return inHostQueue(transport.key, () => addBackupNow(transport, now, "backup: false (iispools: --no-backup)"));
}

/**
 * The same for callers that already have their turn in the host's queue.
 *
 * @param without the option for no backup, for the message if the backup fails
 * @throws IisError `APPCMD_FAILED`, `NO_APPCMD`
 */
export async function addBackupNow(transport: Transport, now: Date, without: string): Promise<string> {
  const attempts = new Attempts();
  const base = backupName(now);
  for (let number = 1; ;) {
    const name = number === 1 ? base : `${base}-${number}`;
    const answer = await runCommand(transport, addBackup(name));
    if (answer.verdict === "done") return name;
    const isTaken = answer.exitCode === appcmdExitCodes.alreadyExists && number < mostOfOneSecond;
    if (isTaken) number++;
    else if (answer.verdict === "failed" || !(await attempts.another())) {
      throw commandError(transport, answer).also({
        fact: "the backup failed, so nothing was written",
        hint: `To write without one: ${without}`,
      });
    }
  }
}

function backupName(now: Date): string {
  const [day = "", time = ""] = now.toISOString().split(/[T.]/);
  return `iispools-${day.replaceAll("-", "")}-${time.replaceAll(":", "")}`;
}

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
  /** Make a backup with appcmd before the first write to a host. */
  readonly backup: boolean;
  /** If something fails on a host, roll back its changes; requires hosts that were read with `explicit`. */
  readonly rollbackOnError: boolean;
  /**
   * Start the write from the plan's own read, if that is at most five seconds old when the write starts. For plans
   * without confirmation. Default: each host is read again before the write, and refused if it has changed.
   */
  readonly fromPlanRead?: boolean;
  /** If it is aborted, nothing further is written; written changes are still read back. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
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
  const nothing: HostApply = { host: target.name, applied: [], failed: [], remaining: [], warnings: [] };
  if (requests.length === 0) return nothing;
  if (options.signal.aborted) return { ...nothing, remaining: plan.changes };
  const backup = options.backup ? await backUp(transport, target, options.now()) : {};
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
    warnings: outcomes.flatMap((outcome) => (outcome.ok ? outcome.warnings : [])),
  };
}

async function backUp(transport: Transport, target: ApplyTarget, now: Date): Promise<Pick<HostApply, "backup">> {
  const name = await makeBackup(transport, now);
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
