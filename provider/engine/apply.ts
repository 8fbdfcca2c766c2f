import { startPool, stopPool } from "../appcmd/command";
import { poolKey } from "../appcmd/parse-list";
import { exitCodes } from "../appcmd/parse-result";
import { IisError } from "../errors";
import { describeSettings, joinChanges, type PoolChange } from "../plan/change";
import type { Desired } from "../plan/desired";
import { findPool, type LiveHost } from "../plan/live-host";
import { describeRenaming, stepsOf } from "../plan/rename";
import { inHostQueue } from "../transport/host-queue";
import type { Transport } from "../transport/transport";
import { inspectHost, readApplications } from "./inspect";
import { needsOf } from "./needs-of";
import { changedMeanwhile, meanwhileWarning } from "./other-writer";
import { refuseRequests } from "./refuse-requests";
import {
  nameRequest,
  notApplied,
  type Outcome,
  type Request,
  requestChange,
  requestName,
  requestPlace,
  requestWarnings,
} from "./request";
import { Attempts } from "./retry";
import { commandError, runCommand } from "./run-command";
import { sendCommands } from "./send-commands";

/** A request on its way. */
interface Task {
  readonly request: Request;
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
  /** Of a command that may still be on its way, as the connection broke: how long to look for what it does. */
  onItsWay?: Attempts;
}

/** More commits than this for one request mean that another writer works against it. */
const maxCommits = 3;

/** A rename has a commit for what moves and one for the end of the old pool besides. */
const renameCommits = 2;

type Differing = readonly [Task, PoolChange];

/**
 * Brings a host to what is asked: observes, compares, sends all differences in one commit, and reads back until nothing
 * differs. Nothing is sent where nothing differs. If a common commit fails, it is split to find the culprit, and the
 * others still succeed. Collisions with other writers are read, compared and sent anew. One write at a time a host.
 *
 * @returns the outcome of each request, in their order. Never rejects for a host's fault.
 */
export function applyRequests(transport: Transport, requests: readonly Request[]): Promise<Outcome[]> {
  return inHostQueue(transport.key, async () => {
    const tasks = requests.map((request): Task => ({ request, meanwhile: [], commits: 0, turns: 0 }));
    refuseTwins(transport, tasks);
    await settle(transport, tasks, new Attempts());
    return tasks.map((task) => task.outcome ?? failed(task, new IisError("VERIFY_FAILED", "it was not carried out")));
  });
}

/** Of several new pools with one name only the first can be made; the others would take it over unasked. */
function refuseTwins(transport: Transport, tasks: readonly Task[]): void {
  const seen = new Set<string>();
  for (const task of tasks) {
    if (task.request.kind !== "ensure" || task.request.mustBeNew !== true) continue;
    const key = poolKey(requestName(task.request));
    if (seen.has(key)) task.outcome = failed(task, named(transport, task, declaredTwice));
    seen.add(key);
  }
}

const declaredTwice = new IisError("POOL_EXISTS", "it is declared twice; give one of them another name, or remove it");

async function settle(transport: Transport, tasks: readonly Task[], attempts: Attempts): Promise<void> {
  const stillOpen = (some: readonly Task[]): readonly Task[] => some.filter(({ outcome }) => outcome === undefined);
  for (let open = stillOpen(tasks); open.length > 0; open = stillOpen(open)) {
    try {
      const differing = await compare(transport, open);
      if (differing.length > 0 && !(await mayStillCome(differing))) await send(transport, differing, attempts);
    } catch (error) {
      if (!(error instanceof IisError)) throw error;
      for (const task of open) task.outcome ??= failed(task, task.onItsWay ? fateUnknown(error) : error);
    }
  }
}

/** Waits where a command whose connection broke may still be carried out: it is not sent a second time before that. */
async function mayStillCome(differing: readonly Differing[]): Promise<boolean> {
  for (const [task] of differing) {
    if (await task.onItsWay?.another()) return true;
    delete task.onItsWay;
  }
  return false;
}

function fateUnknown(error: IisError): IisError {
  const what = "A command that was sent before may have been carried out; run again, which looks first";
  return new IisError(error.code, `${error.message}. ${what}`, { cause: error });
}

/** Looks at the host and answers what still differs. Tasks that are done, or must not be done, get their outcome. */
async function compare(transport: Transport, tasks: readonly Task[]): Promise<Differing[]> {
  const live = await inspectHost(transport, (pools) => needsOf(desiredOf(tasks), pools));
  const needsApplications = tasks.some(
    ({ request }) => request.kind === "remove" && request.force !== true && findPool(live, request.pool) !== undefined,
  );
  const applications = needsApplications ? await readApplications(transport) : undefined;
  const unsent = tasks.filter(({ sent }) => sent === undefined).map(({ request }) => request);
  const refusals = refuseRequests(unsent, live, applications);
  const differing: Differing[] = [];
  for (const task of tasks) {
    const refused = refusals.get(task.request);
    const whole = requestChange(task.request, live, task.cleared);
    const change = whole && stepsOf(whole)[0];
    if (refused !== undefined) task.outcome = failed(task, named(transport, task, refused));
    else if (change === undefined) task.outcome = done(transport, task, live);
    else if (isStuck(task, change)) task.outcome = failed(task, named(transport, task, notApplied(change)));
    else {
      task.meanwhile.push(...changedMeanwhile(task.sent, change));
      differing.push([task, change]);
    }
  }
  return differing;
}

function desiredOf(tasks: readonly Task[]): Desired[] {
  return tasks.flatMap(({ request }) => (request.kind === "ensure" ? [request.desired] : []));
}

/** Sends the settings of all tasks together, then starts and stops what has its settings already. */
async function send(transport: Transport, differing: readonly Differing[], attempts: Attempts): Promise<void> {
  const configured = differing.filter(([, change]) => isConfigured(change));
  if (configured.length > 0) return commit(transport, configured, attempts);
  for (const [task, change] of differing) {
    if (change.kind !== "delete" && change.state !== undefined) await turn(transport, task, change, attempts);
  }
}

function isConfigured(change: PoolChange): boolean {
  if (change.kind === "rename" && (change.isNew || change.moves.length > 0 || change.deletes)) return true;
  return change.kind === "create" || change.kind === "delete" || change.settings.length > 0;
}

/** The same settings differ again right after they were committed. */
function isStuck(task: Task, change: PoolChange): boolean {
  const most = maxCommits + (change.kind === "rename" ? renameCommits : 0);
  return isConfigured(change) && (settingsOf(change) === task.committed || task.commits >= most);
}

function settingsOf(change: PoolChange): string {
  if (change.kind === "delete") return "delete";
  return [...describeSettings(change), ...(change.kind === "rename" ? describeRenaming(change) : [])].join("\n");
}

function clearedBy(change: PoolChange): string[] {
  return change.kind === "delete" ? [] : change.settings.flatMap(({ path, to }) => (to === undefined ? [path] : []));
}

async function commit(transport: Transport, differing: readonly Differing[], attempts: Attempts): Promise<void> {
  const failure = await sendCommands(
    transport,
    differing.map(([, change]) => change),
    () => {
      for (const [task, change] of differing) task.sent = joinChanges(task.sent, change);
    },
  );
  if (failure === undefined) {
    for (const [task, change] of differing) {
      task.committed = settingsOf(change);
      task.cleared = clearedBy(change);
      task.commits++;
    }
  } else if (failure.isLost) {
    const onItsWay = new Attempts();
    for (const [task] of differing) task.onItsWay = onItsWay;
    if (await attempts.another()) return;
    for (const [task] of differing) task.outcome = failed(task, named(transport, task, fateUnknown(failure.error)));
  } else if (failure.isTransient) {
    if (await attempts.another()) return;
    for (const [task] of differing) task.outcome = failed(task, named(transport, task, failure.error));
  } else if (differing.length === 1) {
    for (const [task] of differing) task.outcome = failed(task, named(transport, task, failure.error));
  } else {
    const middle = Math.ceil(differing.length / 2);
    for (const half of [differing.slice(0, middle), differing.slice(middle)]) {
      const tasks = half.map(([task]) => task);
      await settle(transport, tasks, attempts);
    }
  }
}

/**
 * Starts or stops a pool. That it is so already, or that WAS does not know it yet right after its creation, is no
 * failure: the next look decides.
 */
async function turn(transport: Transport, task: Task, change: PoolChange, attempts: Attempts): Promise<void> {
  if (change.kind === "delete" || change.state === undefined) return;
  if (task.turns++ > 0 && !(await attempts.another())) {
    task.outcome = failed(task, task.problem ?? named(transport, task, notApplied(change)));
    return;
  }
  task.sent = joinChanges(task.sent, change);
  const name = requestName(task.request);
  const answer = await runCommand(transport, change.state.to === "Started" ? startPool(name) : stopPool(name));
  if (answer.verdict === "done") return;
  const passing: readonly number[] = [exitCodes.notActive, exitCodes.alreadyRunning, exitCodes.noSuchElement];
  task.problem = named(transport, task, commandError(transport, answer));
  if (answer.verdict === "failed" && !passing.includes(answer.exitCode)) task.outcome = failed(task, task.problem);
}

function done({ host }: Transport, { request, sent, meanwhile }: Task, live: LiveHost): Outcome {
  const warnings = [
    ...meanwhileWarning(requestPlace(host, request), meanwhile),
    ...requestWarnings(host, request, live),
  ];
  return { ok: true, change: sent, pool: findPool(live, requestName(request)), warnings };
}

function failed(task: Task, error: IisError): Outcome {
  return { ok: false, error, sent: task.sent !== undefined };
}

function named({ host }: Transport, { request }: Task, error: IisError): IisError {
  return nameRequest(host, request, error);
}
