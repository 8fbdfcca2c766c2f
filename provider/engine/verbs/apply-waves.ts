import { IisError } from "../../errors";
import type { Desired } from "../../plan/change/desired";
import type { HostApply, HostResult, WaveResult } from "../../plan/results";
import type { Wave } from "../../plan/waves/waves";
import { type ApplyOptions, applyPlan, type ApplyTarget } from "./apply-plan";
import { checkHealth, type GateProbes, type HealthReport } from "./health-check";
import { onEachHost } from "../hosts";
import { interruptible } from "../apply/stop";
import { rollBack } from "./roll-back";

/** Options for an apply in waves. */
export interface WaveOptions extends ApplyOptions {
  /** The delay before the health check of a wave: a pool that crashes at once is stopped by then. */
  readonly settleMs: number;
  /** Waits; ends early if the signal is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly probesOf: (host: string) => GateProbes;
  /** Receives a sentence about each step. */
  readonly tell: (line: string) => void;
}

/** The result of an apply in waves. */
export interface WavesApplied {
  /** One for each target, in the same order. */
  readonly hosts: readonly HostResult<HostApply>[];
  readonly waves: readonly WaveResult[];
}

/**
 * Changes one wave of hosts after the other, with a health check after each. The next wave starts only if every change
 * was made, the pools run, and the probes succeed. Hosts of later waves, and of no wave, are unchanged. With
 * `rollbackOnError` the hosts of the failed wave are rolled back.
 */
export async function applyWaves(
  targets: readonly ApplyTarget[],
  waves: readonly Wave[],
  options: WaveOptions,
): Promise<WavesApplied> {
  const results = new Map<string, HostResult<HostApply>>();
  const ended: WaveResult[] = [];
  for (const [index, wave] of waves.entries()) {
    const { name, hosts } = wave;
    const isStopped = options.signal.aborted || ended.some(({ outcome }) => outcome !== "passed");
    const number = `wave ${index + 1} of ${waves.length} (${name})`;
    if (!isStopped) options.tell(`${number}: ${hosts.join(", ")}`);
    const members = isStopped ? [] : targets.filter((target) => hosts.includes(target.name));
    const { result, applied } = isStopped ? notBegun(wave) : await applyWave(wave, members, options);
    if (!isStopped) options.tell(`${number} ${result.outcome}`);
    ended.push(result);
    for (const one of applied) results.set(one.host, one);
  }
  return { hosts: targets.map((target) => results.get(target.name) ?? unchangedHost(target)), waves: ended };
}

type WaveEnd = { readonly result: WaveResult; readonly applied: readonly HostResult<HostApply>[] };

function notBegun({ name, hosts }: Wave): WaveEnd {
  return { result: { name, hosts, outcome: "not begun", problems: [], answers: [] }, applied: [] };
}

function unchangedHost({ name, planned }: ApplyTarget): HostResult<HostApply> {
  const value = { host: name, applied: [], failed: [], remaining: planned.plan.changes, warnings: [] };
  return { host: name, ok: true, value };
}

async function applyWave(
  { name, hosts }: Wave,
  members: readonly ApplyTarget[],
  options: WaveOptions,
): Promise<WaveEnd> {
  if (members.length === 0)
    return { result: { name, hosts, outcome: "failed", problems: [noneReached(name)], answers: [] }, applied: [] };
  const applied = await applyPlan(members, options);
  const isComplete = applied.every(isDone);
  const changed = members.filter((_, index) => hasChanged(applied[index]));
  const gates = changed.length === 0 ? [] : await checkWave(changed, applied, options);
  const problems = gates.flatMap((gate) => (gate.ok ? gate.value.problems : [gate.error]));
  const answers = gates.flatMap((gate) =>
    gate.ok ? gate.value.answers.map((answer) => ({ host: gate.host, ...answer })) : [],
  );
  const outcome = isComplete && problems.length === 0 ? "passed" : "failed";
  const result: WaveResult = { name, hosts, outcome, problems, answers };
  if (outcome === "passed" || !options.rollbackOnError) return { result, applied };
  return { result, applied: await rollBackWave(changed, applied, options) };
}

/** A wave without a health check must not let the next one start. */
function noneReached(wave: string): IisError {
  const problem = `no host of the wave ${wave} could be read, so the later waves were not started`;
  return new IisError("UNREACHABLE", { problem, hint: "Name a wave with a host that answers" });
}

/** Whether all planned changes were made. */
function isDone(result: HostResult<HostApply>): boolean {
  return result.ok && result.value.failed.length === 0 && result.value.remaining.length === 0;
}

/** Whether something was changed there and is not rolled back. */
function hasChanged(result: HostResult<HostApply> | undefined): boolean {
  return result?.ok === true && result.value.applied.length > 0 && result.value.rolledBack === undefined;
}

async function checkWave(
  changed: readonly ApplyTarget[],
  applied: readonly HostResult<HostApply>[],
  { settleMs, wait, signal, parallel, probesOf }: WaveOptions,
): Promise<HostResult<HealthReport>[]> {
  if (settleMs > 0) await wait(settleMs, signal);
  return onEachHost(changed, parallel, async (target) => {
    const interrupted = new IisError("INTERRUPTED", {
      host: target.name,
      problem: "interrupted; whether its pools run was not checked",
    });
    const throwIfAborted = (): void => {
      if (signal.aborted) throw interrupted;
    };
    throwIfAborted();
    const { requests, before } = target.planned;
    const result = applied.find(({ host }) => host === target.name);
    const changes = result?.ok === true ? result.value.applied : [];
    const desired = requests.flatMap((request): Desired[] => ("desired" in request ? [request.desired] : []));
    const report = await checkHealth(target.transport, { changes, desired, before }, probesOf(target.name), signal);
    if (report.problems.length > 0) throwIfAborted();
    return report;
  });
}

/** Rolls back the changes of a wave, except on hosts that were rolled back because of their own failure. */
async function rollBackWave(
  changed: readonly ApplyTarget[],
  applied: readonly HostResult<HostApply>[],
  { parallel, signal }: WaveOptions,
): Promise<HostResult<HostApply>[]> {
  const back = await onEachHost(changed, parallel, (target) => {
    const result = applied.find(({ host }) => host === target.name);
    const changes = result?.ok === true ? result.value.applied.map(({ change }) => change) : [];
    return rollBack(interruptible(target.transport, signal, "writes"), changes, target.planned.before);
  });
  return applied.map((result) => {
    const taken = back.find(({ host }) => host === result.host);
    if (!result.ok || taken?.ok !== true) return result;
    return { ...result, value: { ...result.value, rolledBack: taken.value } };
  });
}
