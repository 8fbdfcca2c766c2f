import { IisError } from "../errors";
import { describeChange, describeRenaming, type PoolChange } from "../plan/change";
import { findPool, type LiveHost } from "../plan/live-host";
import { meanwhileWarning } from "./other-writer";
import { nameRequest, type Outcome, type Request, requestName, requestPlace, requestWarnings } from "./request";
import type { Attempts } from "./retry";
import { reasonOf } from "./stoppable";

/** A request on its way. */
export interface Task {
  readonly request: Request;
  /** Aborted: nothing further is begun for it, and the next look decides how it ended. */
  readonly stop?: AbortSignal | undefined;
  /** What was sent so far: the first change, and what later looks added to it. */
  sent?: PoolChange;
  /** What another writer changed after that. */
  readonly meanwhile: string[];
  /** The settings that were sent last, and committed. */
  committed?: string;
  /** The paths that were cleared with them. */
  cleared?: readonly string[];
  commits: number;
  /** How often it was started or stopped. */
  turns: number;
  /** Why the last attempt to start or stop it failed. */
  problem?: IisError;
  outcome?: Outcome;
  onItsWay?: OnItsWay;
}

/** A command that may still be carried out: its connection broke, or its time was over. */
export interface OnItsWay {
  /** How long to look for what it does. */
  readonly looks: Attempts;
  /** What the task ends with where nothing comes of it; left out: it is sent again. */
  readonly error?: IisError;
}

/** A task and what differs for it. */
export type Differing = readonly [Task, PoolChange];

/** More commits than this for one request mean that another writer works against it. */
const maxCommits = 3;

/** A rename has a commit for what moves and one for the end of the old pool besides. */
const renameCommits = 2;

/** The task for a request of which nothing was done yet. */
export function newTask(request: Request, stop?: AbortSignal): Task {
  return { request, stop, meanwhile: [], commits: 0, turns: 0 };
}

/** Whether the change has anything but a state, which is no configuration. */
export function isConfigured(change: PoolChange): boolean {
  if (change.kind === "rename" && (change.isNew || change.moves.length > 0 || change.deletes)) return true;
  return change.kind === "create" || change.kind === "delete" || change.settings.length > 0;
}

/** The same settings differ again right after they were committed. */
export function isStuck(task: Task, change: PoolChange): boolean {
  const most = maxCommits + (change.kind === "rename" ? renameCommits : 0);
  return isConfigured(change) && (settingsOf(change) === task.committed || task.commits >= most);
}

/** Notes that the change was committed. */
export function noteCommit(task: Task, change: PoolChange): void {
  task.committed = settingsOf(change);
  task.cleared = clearedBy(change);
  task.commits++;
}

/** To be compared, never told: what is told of variables does not say which values they have. */
function settingsOf(change: PoolChange): string {
  if (change.kind === "delete") return "delete";
  return JSON.stringify([change.settings, change.kind === "rename" ? describeRenaming(change) : []]);
}

function clearedBy(change: PoolChange): string[] {
  return change.kind === "delete" ? [] : change.settings.flatMap(({ path, to }) => (to === undefined ? [path] : []));
}

/** The outcome of a task for which nothing differs any more. */
export function done(host: string, { request, sent, meanwhile }: Task, live: LiveHost): Outcome {
  const warnings = [
    ...meanwhileWarning(requestPlace(host, request), meanwhile),
    ...requestWarnings(host, request, live),
  ];
  return { ok: true, change: sent, pool: findPool(live, requestName(request)), warnings };
}

/** The outcome of a task that failed. */
export function failed(task: Task, error: IisError): Outcome {
  return { ok: false, error, sent: task.sent !== undefined };
}

/**
 * Why a task that had to stop is not done, and what is there of it.
 *
 * @param change what differed at the last look; left out: nobody could look.
 */
export function stopError(host: string, task: Task, stop: AbortSignal, change?: PoolChange): IisError {
  const fate =
    task.sent === undefined
      ? { fact: "nothing was written" }
      : change === undefined
        ? { fact: "what was sent may have been carried out", hint: "Run again, which looks first" }
        : { fact: `not all of it was written, this is left (live -> desired): ${describeWhole(change)}` };
  return nameRequest(host, task.request, reasonOf(stop).also(fate));
}

/** Why a change must not be made where nothing may be written. */
export function readOnlyError(host: string, { request }: Task, change: PoolChange): IisError {
  const why = "nothing was written, as the provider has readOnly: true, and it differs (live -> desired)";
  return new IisError("READ_ONLY", { ...requestPlace(host, request), problem: `${why}: ${describeWhole(change)}` });
}

function describeWhole(change: PoolChange): string {
  return [...(change.kind === "create" ? ["create"] : []), ...describeChange(change)].join("; ");
}
