import { startPool, stopPool } from "../appcmd/command";
import { poolKey } from "../appcmd/parse-list";
import { exitCodes, isCutShort } from "../appcmd/parse-result";
import { IisError } from "../errors";
import { describeSettings, joinChanges, type PoolChange } from "../plan/change";
import { type Desired, targetName } from "../plan/desired";
import { findPool, type LiveHost } from "../plan/live-host";
import { packCommands } from "../plan/pack-commands";
import { planChanges } from "../plan/plan-changes";
import { attributeOf } from "../schema/app-pool-attributes";
import { inHostQueue } from "../transport/host-queue";
import type { Transport } from "../transport/transport";
import { inspectHost, type Needs, readApplications } from "./inspect";
import { notApplied, type Outcome, refusal, type Request, requestChange, requestName } from "./request";
import { Attempts } from "./retry";
import { commandError, runCommand } from "./run-command";

/** A request on its way. */
interface Task {
  readonly request: Request;
  /** What was sent so far: the first change, and what later looks added to it. */
  sent?: PoolChange;
  /** The settings that were sent last, and committed. */
  committed?: string;
  commits: number;
  /** How often it was started or stopped. */
  turns: number;
  /** Why the last attempt to start or stop it failed. */
  problem?: IisError;
  outcome?: Outcome;
}

/** More commits than this for one request mean that another writer works against it. */
const maxCommits = 3;

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
    const tasks = requests.map((request): Task => ({ request, commits: 0, turns: 0 }));
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
      if (differing.length > 0) await send(transport, differing, attempts);
    } catch (error) {
      if (!(error instanceof IisError)) throw error;
      for (const task of open) task.outcome ??= failed(task, error);
    }
  }
}

/** Looks at the host and answers what still differs. Tasks that are done, or must not be done, get their outcome. */
async function compare(transport: Transport, tasks: readonly Task[]): Promise<Differing[]> {
  const live = await inspectHost(transport, (pools) => needsOf(tasks, pools));
  const needsApplications = tasks.some(
    ({ request }) => request.kind === "remove" && request.force !== true && findPool(live, request.pool) !== undefined,
  );
  const applications = needsApplications ? await readApplications(transport) : undefined;
  const differing: Differing[] = [];
  for (const task of tasks) {
    const refused = task.sent === undefined ? refusal(task.request, live, applications) : undefined;
    const change = requestChange(task.request, live);
    if (refused !== undefined) task.outcome = failed(task, named(transport, task, refused));
    else if (change === undefined) task.outcome = done(task, live);
    else if (isStuck(task, change)) task.outcome = failed(task, named(transport, task, notApplied(change)));
    else differing.push([task, change]);
  }
  return differing;
}

/** Explicit values are read where something returns to its inherited value, or where a new pool gets a collection. */
function needsOf(tasks: readonly Task[], pools: LiveHost["pools"]): Needs {
  const desired = tasks.flatMap(({ request }) => (request.kind === "ensure" ? [request.desired] : []));
  const isNew = ({ target }: Desired): boolean => !pools.has(poolKey(targetName(target)));
  const hasCollection = ({ settings }: Desired): boolean =>
    Object.keys(settings).some((path) => attributeOf(path).kind !== "scalar");
  return {
    explicit: desired.some((one) => one.inherit.length > 0 || (isNew(one) && hasCollection(one))),
    defaults: desired.some(({ target }) => target === "applicationPoolDefaults"),
  };
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
  return change.kind !== "update" || change.settings.length > 0;
}

/** The same settings differ again right after they were committed. */
function isStuck(task: Task, change: PoolChange): boolean {
  return isConfigured(change) && (settingsOf(change) === task.committed || task.commits >= maxCommits);
}

function settingsOf(change: PoolChange): string {
  return change.kind === "delete" ? "delete" : describeSettings(change).join("\n");
}

async function commit(transport: Transport, differing: readonly Differing[], attempts: Attempts): Promise<void> {
  const failure = await sendCommands(transport, differing);
  if (failure === undefined) {
    for (const [task, change] of differing) {
      task.committed = settingsOf(change);
      task.commits++;
    }
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

/** A failure of the commands, and whether the same may succeed later. */
interface Failure {
  readonly error: IisError;
  readonly isTransient: boolean;
}

async function sendCommands(transport: Transport, differing: readonly Differing[]): Promise<Failure | undefined> {
  try {
    const operations = planChanges(differing.map(([, change]) => change));
    for (const command of packCommands(operations, transport.maxCommandLength)) {
      for (const [task, change] of differing) task.sent = joinChanges(task.sent, change);
      const answer = await runCommand(transport, command);
      if (answer.verdict !== "done") {
        const isTransient = answer.verdict === "try again" || isCutShort(answer.exitCode, answer.stdout);
        return { error: commandError(transport, answer), isTransient };
      }
    }
    return undefined;
  } catch (error) {
    const isOfOne = error instanceof IisError && ["COMMAND_TOO_LONG", "COMMAND_NOT_SAFE"].includes(error.code);
    if (isOfOne) return { error, isTransient: false };
    throw error;
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

function done(task: Task, live: LiveHost): Outcome {
  return { ok: true, change: task.sent, pool: findPool(live, requestName(task.request)) };
}

function failed(task: Task, error: IisError): Outcome {
  return { ok: false, error, sent: task.sent !== undefined };
}

function named(transport: Transport, task: Task, error: IisError): IisError {
  const text = error.message.startsWith(`${transport.host}: `)
    ? error.message.slice(transport.host.length + 2)
    : error.message;
  const name = requestName(task.request);
  const what = name === "applicationPoolDefaults" ? name : `pool "${name}"`;
  return new IisError(error.code, `${transport.host}: ${what}: ${text}`, { cause: error });
}
