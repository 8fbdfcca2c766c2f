import { type Command, showCommand } from "../appcmd/argument";
import { startPool, stopPool } from "../appcmd/command";
import { IisError } from "../errors";
import { poolKey } from "../names";
import { impactOf } from "../plan/assess/impact";
import { recyclingAfter, recyclingPaths } from "../plan/assess/recycling-after";
import { assessRisks } from "../plan/assess/safety";
import { laterCollections, onlySettings } from "../plan/change/beside-defaults";
import { type PoolChange, type SettingChange, stepsOf } from "../plan/change/change";
import { type DesiredHost, targetName } from "../plan/change/desired";
import { findPool, type LiveHost } from "../plan/change/live-host";
import { predictChange } from "../plan/change/predict-change";
import { unreadableSettings } from "../plan/change/unreadable";
import { type Measure, packCommands } from "../plan/commands/pack-commands";
import { planChanges } from "../plan/commands/plan-changes";
import { positionsOf } from "../plan/drift/find-drift";
import { prunablePools, type Pruning, undeclaredPools } from "../plan/drift/prunable-pools";
import type { ChangeReason, HostPlan, PlannedChange } from "../plan/results";
import type { Transport } from "../transport/transport";
import { defaultsChangeOf, nameRequest, needsOf, refusal, type Request, requestChange } from "./apply/request";
import { HostMemory, inspectHost, type Needs, readApplications } from "./inspect";

/**
 * The command lines for the changes, with secrets masked, in this order: settings, the second commit of a new pool,
 * starts and stops, the moves of a rename, and the deletion of the old pool.
 *
 * @throws IisError `COMMAND_TOO_LONG`, `COMMAND_NOT_SAFE`
 */
export function planCommands(changes: readonly PoolChange[], maxLength: number, measure?: Measure): string[] {
  const pack = (some: readonly PoolChange[]): Command[] => packCommands(planChanges(some), maxLength, measure);
  const withoutRenames = changes.map(withoutMoves);
  const steps = changes.filter((change) => change.kind === "rename").flatMap(stepsOf);
  const later = laterCollections(changes.find(({ target }) => target === "applicationPoolDefaults"));
  const commands: Command[] = [
    ...pack(withoutRenames.flatMap((change) => onlySettings(change, (one) => !isLater(change, one, later)) ?? [])),
    ...pack(withoutRenames.flatMap((change) => secondCommit(change, later))),
    ...withoutRenames.flatMap(startStopCommands),
    ...pack(steps.filter((step) => step.kind === "rename" && step.moves.length > 0)),
    ...pack(steps.filter((step) => step.kind === "rename" && step.deletes)),
  ];
  return commands.map(showCommand);
}

/** The creation part of a rename, as an ordinary change. */
function withoutMoves(change: PoolChange): PoolChange {
  if (change.kind !== "rename") return change;
  const { target, settings, state, isNew } = change;
  return { kind: isNew ? "create" : "update", target, settings, ...(state && { state }) };
}

/**
 * Whether a setting needs the second commit: collections that a new pool inherits, and collections of any pool whose
 * defaults change in the first one.
 */
function isLater({ kind, target }: PoolChange, { path, from }: SettingChange, later: ReadonlySet<string>): boolean {
  if (target === "applicationPoolDefaults") return false;
  return later.has(path) || (kind === "create" && from !== undefined);
}

function secondCommit(change: PoolChange, later: ReadonlySet<string>): PoolChange[] {
  if (change.kind === "delete") return [];
  const settings = change.settings.filter((one) => isLater(change, one, later));
  return settings.length === 0 ? [] : [{ kind: "update", target: change.target, settings }];
}

/**
 * A new pool starts automatically with `autoStart`. The engine starts or stops it if the next read shows another state.
 */
function startStopCommands(change: PoolChange): Command[] {
  if (change.kind !== "update" || change.state === undefined) return [];
  const name = targetName(change.target);
  return [change.state.to === "Started" ? startPool(name) : stopPool(name)];
}

/** A request, its reason, and its change. */
export interface PlannedRequest {
  readonly request: Request;
  readonly reason: ChangeReason;
  readonly change: PoolChange;
}

/**
 * The requests for everything that differs on the host: deletions first, then pools that stop, then the others, by
 * name.
 *
 * @param prunable pools in no file, to be deleted
 */
export function listRequests(desiredHost: DesiredHost, live: LiveHost, prunable: readonly string[]): PlannedRequest[] {
  const declared = desiredHost.desired.map((desired) => ({ kind: "ensure", desired }) as const);
  const defaults = defaultsChangeOf(declared, live);
  const absent = desiredHost.absent.map(removal);
  const pruned = prunable.map(removal);
  const requests = [
    ...declared.flatMap((request) => withChange(request, "declared", predictChange(request.desired, live, defaults))),
    ...absent.flatMap((request) => withChange(request, "absent", requestChange(request, live))),
    ...pruned.flatMap((request) => withChange(request, "pruned", requestChange(request, live))),
  ];
  return sortRequests(requests);
}

function removal(pool: string): Request {
  return { kind: "remove", pool };
}

/** None if nothing differs. */
function withChange(request: Request, reason: ChangeReason, change: PoolChange | undefined): PlannedRequest[] {
  return change === undefined ? [] : [{ request: { ...request, planned: change }, reason, change }];
}

/** Whether a plan depends on which applications use which pool. */
export function needsApplications(desiredHost: DesiredHost, live: LiveHost, prune: boolean): boolean {
  return (
    desiredHost.absent.some((name) => findPool(live, name) !== undefined) ||
    (prune && undeclaredPools(live, desiredHost).length > 0)
  );
}

function sortRequests(requests: readonly PlannedRequest[]): PlannedRequest[] {
  const keyed = requests.map((one) => ({ one, rank: rankOf(one.change), key: poolKey(targetName(one.change.target)) }));
  keyed.sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : Number(a.key > b.key)));
  return keyed.map(({ one }) => one);
}

function rankOf(change: PoolChange): number {
  if (change.kind === "delete") return 0;
  return change.kind === "update" && change.state?.to === "Stopped" ? 1 : 2;
}

/** Options for a plan. */
export interface PlanOptions {
  /** Also delete pools that no file declares, except DefaultAppPool and pools that applications use. */
  readonly prune?: boolean;
  /** Also read the explicit values on the host, which a rollback requires. */
  readonly explicit?: boolean;
  /** What was read of the host already. Default: nothing. */
  readonly memory?: HostMemory;
}

/** A host that was read, with everything that is required for the changes. */
export interface PlannedHost {
  readonly plan: HostPlan;
  /** One request for each change of the plan, in the same order, each with its change as `planned`. */
  readonly requests: readonly Request[];
  /** The host before the changes. */
  readonly before: LiveHost;
  /** What was read for it. */
  readonly memory?: HostMemory;
}

/** The plan for a host. @throws IisError `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD` */
export async function planHost(
  transport: Transport,
  desiredHost: DesiredHost,
  options: PlanOptions = {},
): Promise<HostPlan> {
  return (await prepareHost(transport, desiredHost, options)).plan;
}

/**
 * Reads a host, with one command and those that the declarations require, and plans the changes.
 *
 * @throws IisError `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD`
 */
export async function prepareHost(
  transport: Transport,
  desiredHost: DesiredHost,
  { prune = false, explicit = false, memory = new HostMemory() }: PlanOptions = {},
): Promise<PlannedHost> {
  const before = await inspectHost(transport, (pools) => planNeeds(desiredHost, pools, explicit), memory.remember);
  const applications = needsApplications(desiredHost, before, prune) ? await readApplications(transport) : undefined;
  const nothing: Pruning = { prunable: [], kept: [] };
  const { prunable, kept } = prune && applications ? prunablePools(before, desiredHost, applications) : nothing;
  const planned = listRequests(desiredHost, before, prunable);
  const requests = planned.map(({ request }) => request);
  const changes = planned.map((one) => describe(one, desiredHost, before));
  const refusals = requests.flatMap((request) => {
    const refused = refusal(request, before, applications);
    return refused === undefined ? [] : [nameRequest(transport.host, request, refused)];
  });
  const differences = planned.map(({ change }) => change);
  const { commands, unsendable } = commandsOf(transport, differences);
  const unreadable = unreadableSettings(desiredHost.desired, before);
  return {
    plan: {
      host: transport.host,
      pools: before.pools.size,
      changes,
      risks: assessRisks(transport.host, changes, before),
      refusals: [...refusals, ...unsendable],
      kept,
      recycling: recyclingAfter(before, differences),
      ...(unreadable.length > 0 && { unreadable }),
      ...(transport.warnings !== undefined && { notes: transport.warnings }),
      commands,
    },
    requests,
    before,
    memory,
  };
}

/** Changed defaults are reported with the pools that inherit them, a new pool with its recycling times. */
function planNeeds(desiredHost: DesiredHost, pools: LiveHost["pools"], explicit: boolean): Needs {
  const needs = needsOf(desiredHost.desired, pools);
  const inheritsRecycling = desiredHost.desired.some(
    ({ target, settings }) =>
      target !== "applicationPoolDefaults" &&
      !pools.has(poolKey(target.pool)) &&
      !recyclingPaths.every((path) => path in settings),
  );
  return {
    ...needs,
    explicit: explicit || needs.explicit === true || needs.defaults === true,
    defaults: needs.defaults === true || inheritsRecycling,
  };
}

function describe({ change, reason }: PlannedRequest, desiredHost: DesiredHost, before: LiveHost): PlannedChange {
  const name = targetName(change.target);
  return {
    change,
    reason,
    impact: impactOf(change, findPool(before, name), before),
    positions: positionsOf(change, desiredHost),
  };
}

function commandsOf(
  { host, maxCommandLength, commandLength }: Transport,
  changes: readonly PoolChange[],
): { readonly commands: readonly string[]; readonly unsendable: readonly IisError[] } {
  try {
    return { commands: planCommands(changes, maxCommandLength, commandLength), unsendable: [] };
  } catch (error) {
    if (!(error instanceof IisError)) throw error;
    return { commands: [], unsendable: [error.at({ host })] };
  }
}
