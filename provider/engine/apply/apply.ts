import { startPool, stopPool } from "../../appcmd/command";
import { IisError } from "../../errors";
import { hostError } from "../../crash";
import { joinChanges, type PoolChange } from "../../plan/change/change";
import type { Desired } from "../../plan/change/desired";
import { findPool } from "../../plan/change/live-host";
import { inHostQueue, type Transport } from "../../transport/transport";
import { HostMemory, inspectHost, readApplications } from "../inspect";
import { changedMeanwhile } from "./meanwhile";
import { nextSteps } from "./next-steps";
import { refuseRequests } from "./refuse";
import { nameRequest, needsOf, notApplied, type Outcome, type Request, requestName } from "./request";
import { Attempts, commandError, runCommand, sendCommands } from "./send";
import { allOf, stoppable, unlessStopped } from "./stop";
import {
  type ApplyWays,
  type Differing,
  done,
  failed,
  isConfigured,
  isStuck,
  newTask,
  noteCommit,
  readOnlyError,
  refuseTwins,
  stopError,
  type StoppableRequest,
  type Task,
  trackUnconfirmed,
  unreadError,
  unconfirmedError,
  waitForUnconfirmed,
  type Work,
} from "./task";

/**
 * Brings a host to the requested state: reads it, compares, sends all differences in one commit, and reads back until
 * nothing differs. Nothing is sent if nothing differs. If a common commit fails, it is split to find the cause, and the
 * others still succeed. After a collision with another tool the host is read, compared and written again. Only one
 * write at a time is made to a host.
 *
 * @returns the outcome of each request, in order. Never rejects for a host's fault
 */
export function applyRequests(
  transport: Transport,
  requests: readonly Request[],
  ways: Pick<ApplyWays, "memory"> = {},
): Promise<Outcome[]> {
  const tasks = requests.map((request) => ({ request }));
  return inHostQueue(transport.key, () => carryOut(transport, tasks, ways));
}

/**
 * The same for callers that already have their turn in the host's queue. For a stopped request nothing further is
 * started. A command for several requests continues as long as one of them may, and the outcomes are read from the
 * host.
 */
export async function carryOut(
  transport: Transport,
  requests: readonly StoppableRequest[],
  ways: ApplyWays = {},
): Promise<Outcome[]> {
  const tasks = requests.map(({ request, stop }) => newTask(request, stop));
  refuseTwins(transport, tasks);
  const { memory = new HostMemory() } = ways;
  await workUntilDone({ ...ways, transport, attempts: new Attempts(), memory, hasRead: false }, tasks);
  return tasks.map(
    (task) => task.outcome ?? failed(task, new IisError("VERIFY_FAILED", { problem: "it was not applied" })),
  );
}

async function workUntilDone(work: Work, tasks: readonly Task[]): Promise<void> {
  const stillOpen = (some: readonly Task[]): readonly Task[] => some.filter(({ outcome }) => outcome === undefined);
  for (let open = stillOpen(tasks); open.length > 0; open = stillOpen(open)) {
    try {
      const differing = await compare(work, open);
      if (differing.length > 0 && !(await waitForUnconfirmed(work.transport, differing)))
        await send(work, stillToDo(work, differing));
    } catch (error) {
      const cause = hostError(work.transport.host, error);
      for (const task of open) task.outcome ??= failed(task, unreadError(work, task, cause));
    }
  }
}

/** The tasks that may continue; a stopped task ends here, with its remaining differences. */
function stillToDo({ transport }: Work, differing: readonly Differing[]): Differing[] {
  return differing.filter(([task, change]) => {
    if (task.stop?.aborted === true) task.outcome ??= failed(task, stopError(transport.host, task, task.stop, change));
    return task.outcome === undefined;
  });
}

/**
 * Reads the host and returns the remaining differences. Tasks that are done, or must not be done, get their outcome.
 * Only a write may start from an earlier read, because the host is read again after it: before a task ends, the host is
 * read again.
 */
async function compare(work: Work, tasks: readonly Task[]): Promise<Differing[]> {
  const { memory, reading, hasRead } = work;
  work.hasRead = true;
  if (!hasRead) await reading;
  if (!hasRead && memory.isFresh) {
    const differing = await compareOnce(work, tasks);
    if (reading !== undefined || tasks.every(({ outcome }) => outcome === undefined)) return differing;
    for (const task of tasks) delete task.outcome;
  }
  memory.forget();
  return compareOnce(work, tasks);
}

async function compareOnce(work: Work, tasks: readonly Task[]): Promise<Differing[]> {
  const { transport: whole, readOnly, memory } = work;
  const wasSent = tasks.some(({ sent }) => sent !== undefined);
  const transport = stoppable(whole, allOf(tasks.map(({ stop }) => stop)), wasSent);
  const live = await inspectHost(transport, (pools) => needsOf(desiredOf(tasks), pools), memory.remember);
  const isStillToGo = (request: Request): request is Extract<Request, { kind: "remove" }> =>
    request.kind === "remove" && findPool(live, request.pool) !== undefined;
  const needsApplications = tasks.some(({ request }) => isStillToGo(request) && request.force !== true);
  const applications = needsApplications ? await readApplications(transport) : undefined;
  // A pool that was sent may exist by now, which is no reason to refuse it; a pool that must still be deleted may be in
  // use by now.
  const refusable = tasks.filter(({ mayHaveEffect, request }) => !mayHaveEffect || isStillToGo(request));
  const refusals = refuseRequests(
    refusable.map(({ request }) => request),
    live,
    applications,
    work.isBegun === true,
  );
  const stepOf = nextSteps(tasks, refusals, live);
  const differing: Differing[] = [];
  for (const task of tasks) {
    const refused = refusals.get(task.request);
    const { all, step: change, isWaiting } = stepOf(task);
    if (refused !== undefined) task.outcome = failed(task, named(transport, task, refused));
    else if (readOnly === true && all !== undefined)
      task.outcome = failed(task, readOnlyError(transport.host, task, all));
    else if (change === undefined) task.outcome = isWaiting ? undefined : done(transport.host, task, live);
    else if (isStuck(task, change)) task.outcome = failed(task, named(transport, task, notApplied(change)));
    else {
      task.meanwhile.push(...changedMeanwhile(task, change));
      differing.push([task, change]);
    }
  }
  return differing;
}

function desiredOf(tasks: readonly Task[]): Desired[] {
  return tasks.flatMap(({ request }) => (request.kind === "ensure" ? [request.desired] : []));
}

/** Sends the settings of all tasks together, then starts and stops pools that already have their settings. */
async function send(work: Work, differing: readonly Differing[]): Promise<void> {
  if (differing.length === 0) return;
  await work.beforeWrite?.(stoppable(work.transport, stopOf(differing)));
  const configured = differing.filter(([, change]) => isConfigured(change));
  if (configured.length > 0) return commit(work, configured);
  for (const [task, change] of differing) {
    if (change.kind !== "delete" && change.state !== undefined) await setState(work, task, change, change.state.to);
  }
}

/** An error that ends a command for all of them. */
function stopOf(differing: readonly Differing[]): AbortSignal | undefined {
  return allOf(differing.map(([{ stop }]) => stop));
}

async function commit(work: Work, differing: readonly Differing[]): Promise<void> {
  const { transport, memory } = work;
  const stop = stopOf(differing);
  memory.forget();
  const failure = await sendCommands(
    stoppable(transport, stop),
    differing.map(([, change]) => change),
    (mayHaveEffect) => {
      work.isBegun ||= mayHaveEffect;
      for (const [task, change] of differing) {
        task.sent = joinChanges(task.sent, change);
        task.mayHaveEffect ||= mayHaveEffect;
      }
    },
  ).catch(unlessStopped(stop));
  const fail = (error: IisError): void => {
    for (const [task] of differing) task.outcome = failed(task, named(transport, task, error));
  };
  if (failure === undefined) {
    for (const [task, change] of differing) noteCommit(task, change);
  } else if (failure === "stopped") {
    return;
  } else if (failure.isLost) {
    const unconfirmed = trackUnconfirmed(failure.error, failure.isTransient);
    for (const [task] of differing) task.unconfirmed = unconfirmed;
    if (!(await mayRepeat(work, stop))) fail(unconfirmedError(failure.error));
  } else if (failure.isTransient) {
    if (!(await mayRepeat(work, stop))) fail(failure.error);
  } else if (failure.isOutrun && work.wasOutrun !== true) {
    // Compared again all together: planned changes are made together or not at all.
    work.wasOutrun = true;
  } else if (differing.length === 1) {
    if (!failure.isOutrun || !(await mayRepeat(work, stop))) fail(failure.error);
  } else {
    work.isBegun = true;
    const middle = Math.ceil(differing.length / 2);
    for (const half of [differing.slice(0, middle), differing.slice(middle)]) {
      const tasks = half.map(([task]) => task);
      await workUntilDone(work, tasks);
    }
  }
}

/** Whether the host may be read once more and the remaining differences sent; after a stop it is only read. */
async function mayRepeat({ attempts }: Work, stop: AbortSignal | undefined): Promise<boolean> {
  return stop?.aborted === true || (await attempts.another());
}

/**
 * Starts or stops a pool. It is no failure if the pool already has that state, or if WAS does not accept the command at
 * the moment: the next read decides.
 */
async function setState(work: Work, task: Task, change: PoolChange, to: "Started" | "Stopped"): Promise<void> {
  const { transport, attempts, memory } = work;
  memory.forget();
  if (task.stateChanges++ > 0 && !(await attempts.another())) {
    task.outcome = failed(task, task.problem ?? named(transport, task, notApplied(change)));
    return;
  }
  const name = requestName(task.request);
  const command = to === "Started" ? startPool(name) : stopPool(name);
  const answer = await runCommand(stoppable(transport, task.stop), command).catch(unlessStopped(task.stop));
  if (answer === "stopped") return;
  task.sent = joinChanges(task.sent, change);
  task.mayHaveEffect = true;
  if (answer.verdict === "done") return;
  const error = commandError(transport, answer);
  task.problem = named(transport, task, error);
  if (answer.isLost) task.unconfirmed = trackUnconfirmed(error, answer.verdict === "try again");
  else if (answer.verdict === "failed") task.outcome = failed(task, task.problem);
}

function named({ host }: Transport, { request }: Task, error: IisError): IisError {
  return nameRequest(host, request, error);
}
