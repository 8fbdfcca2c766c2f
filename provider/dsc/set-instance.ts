import { backupName } from "../engine/apply/make-backup";
import { inspectHost } from "../engine/inspect";
import { prepareHost } from "../engine/prepare";
import { applyPlan } from "../engine/verbs/apply-plan";
import { IisError } from "../errors";
import { poolKey } from "../names";
import { riskName } from "../plan/assess/risk-names";
import { describeChange } from "../plan/change/change";
import { targetName } from "../plan/change/desired";
import { findPool, type LiveHost } from "../plan/change/live-host";
import type { HostApply, HostPlan, PlannedChange, Risk } from "../plan/results";
import { plural } from "../text";
import type { Transport } from "../transport/transport";
import { desiredOfInstance } from "./desired-of-instance";
import { type OperationResult, differingProperties, type Server, traceChanges } from "./operations";
import type { Instance, ListedDeclaration } from "./read-instance";
import { actualPool, actualState, declaredValues, desiredPool, type JsonObject } from "./state-of";

/** What a write has besides. */
export interface Writing {
  /** The transport for writes, which a signal does not cut. */
  readonly transport: Transport;
  /** Aborted to start nothing further. */
  readonly signal: AbortSignal;
  readonly now: Date;
  /** The command that restores a backup, for people. */
  readonly restoreCommand: (backup: string) => string;
}

/**
 * Makes the server like the instance, in one commit after a backup, and reads it back: the actual values, and the names of the
 * properties that were changed. If nothing differs, nothing is written.
 *
 * @throws IisError
 */
export async function setInstance(instance: Instance, server: Server, writing: Writing): Promise<OperationResult> {
  const desired = desiredOfInstance(instance, server.host);
  const planned = await prepareHost(server.transport, desired);
  const obstacles = [...planned.plan.refusals, ...refusedRisks(planned.plan, instance)];
  if (obstacles.length > 0) return { problems: obstacles };
  const { changes } = planned.plan;
  const finished = (live: LiveHost): OperationResult => ({
    lines: [{ ...actualState(instance, live), _inDesiredState: null }, differingProperties(changes)],
  });
  if (changes.length === 0) return finished(planned.before);
  traceChanges(changes, server.trace);
  const { transport, now, signal, restoreCommand } = writing;
  const options = { backup: backupName(now), rollbackOnError: false, fromPlanRead: true, signal, parallel: 1 };
  const [result] = await applyPlan([{ name: server.host, transport, planned, restoreCommand }], options);
  if (result?.ok !== true) return { problems: result === undefined ? [] : [result.error] };
  const { backup, warnings, failed, remaining } = result.value;
  if (backup !== undefined) server.trace("info", `backup ${backup.name}; to restore all of it: ${backup.restore}`);
  for (const warning of warnings) server.trace("warn", warning);
  const problems = [...failed.map(({ error }) => error), ...interrupted(remaining, server.host)];
  if (problems.length > 0) return { problems };
  const needs = { defaults: instance.defaults !== undefined };
  return finished(await inspectHost(server.transport, needs));
}

function interrupted(remaining: HostApply["remaining"], host: string): IisError[] {
  const problem = `interrupted; ${plural(remaining.length, "change", "changes")} not started`;
  return remaining.length === 0 ? [] : [new IisError("INTERRUPTED", { host, problem })];
}

/** The errors of risks that the instance does not allow. */
function refusedRisks({ risks }: HostPlan, { allowed }: Instance): IisError[] {
  const refused = risks.filter(({ rule }) => !allowed.includes(rule));
  return refused.map((risk) => new IisError("NEEDS_FORCE", { ...risk, hint: howToAllow(risk) }));
}

function howToAllow({ rule }: Risk): string {
  return `To set it anyway, add to the instance: "allow": ["${riskName(rule)}"]`;
}

/**
 * What the server would be after {@link setInstance}, and the names of the properties that would change. Nothing is written. Each
 * pool that would change has the differences in `_metadata`; so has the instance those of the defaults, and the risks.
 *
 * @throws IisError
 */
export async function whatIf(instance: Instance, server: Server): Promise<OperationResult> {
  const { plan, before } = await prepareHost(server.transport, desiredOfInstance(instance, server.host));
  if (plan.refusals.length > 0) return { problems: plan.refusals };
  const byPool = new Map(plan.changes.map((one) => [poolKey(targetName(one.change.target)), one]));
  const ofDefaults = plan.changes.find(({ change }) => change.target === "applicationPoolDefaults");
  const refused = refusedRisks(plan, instance).map(({ message }) => `set would fail: ${message}`);
  const notes = [...(ofDefaults === undefined ? [] : describePlanned(ofDefaults)), ...refused];
  const state = {
    ...actualState(instance, before),
    pools: instance.pools.map((pool) => poolAfter(pool, byPool.get(poolKey(pool.name)), before)),
    ...(ofDefaults && instance.defaults && { applicationPoolDefaults: declaredValues(instance.defaults) }),
    ...(notes.length > 0 && { _metadata: { whatIf: notes } }),
    _inDesiredState: null,
  };
  return { lines: [state, differingProperties(plan.changes)] };
}

function poolAfter(pool: ListedDeclaration, planned: PlannedChange | undefined, before: LiveHost): JsonObject {
  if (planned === undefined) return actualPool(pool, findPool(before, pool.name));
  return { ...desiredPool(pool), _metadata: { whatIf: describePlanned(planned) } };
}

/** `Would update Shop`, then a line for each difference; no line shows a secret. */
function describePlanned({ change }: PlannedChange): string[] {
  const name = targetName(change.target);
  const lines = change.kind === "delete" ? [] : describeChange(change);
  return [`Would ${change.kind} ${name}`, ...lines.map((line) => `${name}: ${line}`)];
}
