import { IisError } from "../../errors";
import { poolKey } from "../../names";
import { describeChange, describeRenaming, type PoolChange } from "../../plan/change/change";
import { findPool, type LiveHost } from "../../plan/change/live-host";
import type { Transport } from "../../transport/transport";
import type { HostMemory } from "../inspect";
import { nameRequest, type Outcome, type Request, requestName, requestPlace, requestWarnings } from "./request";
import { Attempts } from "./send";
import { meanwhileWarning, onlyRemoves } from "./meanwhile";
import { reasonOf } from "./stop";

/** How the requests of a host are carried out. */
export interface ApplyWays {
  /** Refuse (`READ_ONLY`) every change. */
  readonly readOnly?: boolean;
  /**
   * Earlier reads of the host, and the place for the reads of this work. A write may start from recent reads. Default:
   * the host is read again.
   */
  readonly memory?: HostMemory;
  /** A read of the host that was started for these requests; it is in the memory. */
  readonly reading?: Promise<unknown>;
  /** Called before the first command that changes something; if it fails, nothing is written. */
  readonly beforeWrite?: (transport: Transport) => Promise<void>;
}

/** A request, and the signal that stops it: see {@link stoppable}. */
export interface StoppableRequest {
  readonly request: Request;
  readonly stop?: AbortSignal;
}

/** The state that all steps of the work on a host share. */
export interface Work extends ApplyWays {
  readonly transport: Transport;
  readonly attempts: Attempts;
  readonly memory: HostMemory;
  hasRead: boolean;
  /** Whether a part was sent: what differs from the plan then may be due to that part. */
  isBegun?: boolean;
  /** Whether another tool or person was faster once. */
  wasOutrun?: boolean;
}

/** A request in progress. */
export interface Task {
  readonly request: Request;
  /** Aborted: no further step is started, and the next read of the host decides the outcome. */
  readonly stop?: AbortSignal | undefined;
  /** The changes that were sent: the first one, and the differences that later reads added. */
  sent?: PoolChange;
  /** Whether a part of what was sent may have been written. */
  mayHaveEffect: boolean;
  /** What another tool or person changed after that. */
  readonly meanwhile: string[];
  /** Settings whose inherited value changes too. */
  readonly inheriting: Set<string>;
  /** The settings that were sent last, and committed. */
  committed?: string;
  /** The paths that were cleared with them. */
  cleared?: readonly string[];
  commits: number;
  /** How often it was started or stopped. */
  stateChanges: number;
  /** Why the last attempt to start or stop it failed. */
  problem?: IisError;
  outcome?: Outcome | undefined;
  unconfirmed?: UnconfirmedCommand;
}

/** A command that may still run: its connection broke, or it timed out. */
export interface UnconfirmedCommand {
  /** The attempts to verify its result. */
  readonly attempts: Attempts;
  /** The outcome of the task if the command has no effect. Default: it is sent again. */
  readonly error?: IisError;
}

/** A task and its differences. */
export type Differing = readonly [Task, PoolChange];

/** More commits than this for one request mean that another tool changes the same settings. */
const maxCommits = 3;

/** A rename also has one commit for the applications and one for the deletion of the old pool. */
const renameCommits = 2;

/** A task for a request that was not started. */
export function newTask(request: Request, stop?: AbortSignal): Task {
  return { request, stop, meanwhile: [], inheriting: new Set(), mayHaveEffect: false, commits: 0, stateChanges: 0 };
}

/** Whether the change is more than a start or stop, which is not configuration. */
export function isConfigured(change: PoolChange): boolean {
  if (change.kind === "rename" && (change.isNew || change.moves.length > 0 || change.deletes)) return true;
  return change.kind === "create" || change.kind === "delete" || change.settings.length > 0;
}

/**
 * The same settings differ again right after they were committed. Removed variables may be there again: the pool had them
 * itself, and inherits others of the same name.
 */
export function isStuck(task: Task, change: PoolChange): boolean {
  const most = maxCommits + (change.kind === "rename" ? renameCommits : 0);
  const isRepeated = settingsOf(change) === task.committed && !isUncovering(change);
  return isConfigured(change) && (isRepeated || task.commits >= most);
}

function isUncovering(change: PoolChange): boolean {
  return change.kind !== "delete" && change.settings.length > 0 && change.settings.every(onlyRemoves);
}

/** Records that the change was committed. */
export function noteCommit(task: Task, change: PoolChange): void {
  task.committed = settingsOf(change);
  task.cleared = clearedBy(change);
  task.commits++;
}

/** Only for comparisons, never shown: it contains the values of variables. */
function settingsOf(change: PoolChange): string {
  if (change.kind === "delete") return "delete";
  return JSON.stringify([change.settings, change.kind === "rename" ? describeRenaming(change) : []]);
}

function clearedBy(change: PoolChange): string[] {
  return change.kind === "delete" ? [] : change.settings.flatMap(({ path, to }) => (to === undefined ? [path] : []));
}

/** The outcome of a task without remaining differences. */
export function done(host: string, { request, sent, meanwhile }: Task, live: LiveHost): Outcome {
  const warnings = [
    ...meanwhileWarning(requestPlace(host, request), meanwhile),
    ...requestWarnings(host, request, live),
  ];
  return { ok: true, change: sent, pool: findPool(live, requestName(request)), warnings };
}

/** The outcome of a task that failed. */
export function failed(task: Task, error: IisError): Outcome {
  return { ok: false, error, sent: task.mayHaveEffect };
}

/**
 * Why a task was stopped, and how much of it was done.
 *
 * @param change the differences at the last read of the host. Default: it could not be read.
 */
export function stopError(host: string, task: Task, stop: AbortSignal, change?: PoolChange): IisError {
  const fate = !task.mayHaveEffect
    ? { fact: "nothing was written" }
    : change === undefined
      ? { fact: "what was sent may have taken effect", hint: "Rerun, which reads the host first" }
      : { fact: `not all of it was written; remaining differences (live -> desired): ${describeWhole(change)}` };
  return nameRequest(host, task.request, reasonOf(stop).also(fate));
}

/** Why a task failed if the host could not be read. */
export function unreadError({ transport }: Work, task: Task, error: IisError): IisError {
  if (task.stop?.aborted === true) return stopError(transport.host, task, task.stop);
  return task.unconfirmed ? unconfirmedError(error) : error;
}

/** The error for a change that readOnly forbids. */
export function readOnlyError(host: string, { request }: Task, change: PoolChange): IisError {
  const why = "nothing was written, because the provider has readOnly: true; differences (live -> desired)";
  return new IisError("READ_ONLY", { ...requestPlace(host, request), problem: `${why}: ${describeWhole(change)}` });
}

function describeWhole(change: PoolChange): string {
  return [...(change.kind === "create" ? ["create"] : []), ...describeChange(change)].join("; ");
}

/**
 * A command whose result is unknown, with the attempts to verify it. A command that timed out is an error after these. A command
 * whose connection broke may not have reached the host, so it may be sent again.
 */
export function trackUnconfirmed(error: IisError, mayBeSentAgain: boolean): UnconfirmedCommand {
  return { attempts: new Attempts(), ...(!mayBeSentAgain && { error }) };
}

/** Waits for commands that may still run, and returns whether it has waited: nothing is sent again before that. */
export async function waitForUnconfirmed({ host }: Transport, differing: readonly Differing[]): Promise<boolean> {
  for (const [task] of differing) {
    const { unconfirmed } = task;
    if (unconfirmed === undefined) continue;
    if (await unconfirmed.attempts.another()) return true;
    delete task.unconfirmed;
    if (unconfirmed.error)
      task.outcome = failed(task, nameRequest(host, task.request, unconfirmedError(unconfirmed.error)));
  }
  return false;
}

/** The error of a command with an unknown result, or of the read after it. */
export function unconfirmedError(error: IisError): IisError {
  return error.also({ hint: "An earlier command may have taken effect; rerun, which reads the host first" });
}

/** Of several new pools with one name only the first can be created; the others would adopt it without `adopt`. */
export function refuseTwins({ host }: Transport, tasks: readonly Task[]): void {
  const seen = new Set<string>();
  for (const task of tasks) {
    if (task.request.kind !== "ensure" || task.request.mustBeNew !== true) continue;
    const key = poolKey(requestName(task.request));
    if (seen.has(key)) task.outcome = failed(task, nameRequest(host, task.request, declaredTwice));
    seen.add(key);
  }
}

const declaredTwice = new IisError("POOL_EXISTS", {
  problem: "it is declared twice",
  hint: "Give one of them another name, or remove it",
});
