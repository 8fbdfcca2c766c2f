import { poolKey } from "../name-keys";
import { IisError } from "../errors";
import type { PoolChange } from "../plan/change";
import { type DesiredHost, targetName } from "../plan/desired";
import type { HostPlan, PlannedChange } from "../plan/host-plan";
import { positionsOf } from "../plan/find-drift";
import { impactOf } from "../plan/impact";
import { findPool, type LiveHost } from "../plan/live-host";
import { prunablePools, type Pruning } from "../plan/prunable-pools";
import { recyclingAfter, recyclingPaths } from "../plan/recycling-after";
import { assessRisks } from "../plan/safety";
import { unreadableSettings } from "../plan/unreadable";
import type { Transport } from "../transport/transport";
import { inspectHost, type Needs, readApplications } from "./inspect";
import { needsOf } from "./needs-of";
import { planCommands } from "./plan-commands";
import { nameRequest, refusal, type Request } from "./request";
import { listRequests, needsApplications, type PlannedRequest } from "./list-requests";

/** How to plan. */
export interface PlanOptions {
  /** Also delete pools that no file declares: never DefaultAppPool, nor pools that applications use. */
  readonly prune?: boolean;
  /** Also read what is explicit on the host, for whoever may have to take the changes back. */
  readonly explicit?: boolean;
}

/** A host that was looked at, with all that is needed to make the changes. */
export interface PlannedHost {
  readonly plan: HostPlan;
  /** One request a change of the plan, in the same order, each with its change as `planned`. */
  readonly requests: readonly Request[];
  /** The host as it was. */
  readonly before: LiveHost;
}

/** What is to be done on a host. @throws IisError `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD` */
export async function planHost(
  transport: Transport,
  wanted: DesiredHost,
  options: PlanOptions = {},
): Promise<HostPlan> {
  return (await prepareHost(transport, wanted, options)).plan;
}

/**
 * Looks at a host, one read and what the declarations make needed besides, and plans.
 *
 * @throws IisError `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD`
 */
export async function prepareHost(
  transport: Transport,
  wanted: DesiredHost,
  { prune = false, explicit = false }: PlanOptions = {},
): Promise<PlannedHost> {
  const before = await inspectHost(transport, (pools) => planNeeds(wanted, pools, explicit));
  const applications = needsApplications(wanted, before, prune) ? await readApplications(transport) : undefined;
  const nothing: Pruning = { prunable: [], kept: [] };
  const { prunable, kept } = prune && applications ? prunablePools(before, wanted, applications) : nothing;
  const planned = listRequests(wanted, before, prunable);
  const requests = planned.map(({ request }) => request);
  const changes = planned.map((one) => describe(one, wanted, before));
  const refusals = requests.flatMap((request) => {
    const refused = refusal(request, before, applications);
    return refused === undefined ? [] : [nameRequest(transport.host, request, refused)];
  });
  const differences = planned.map(({ change }) => change);
  const { commands, unsendable } = commandsOf(transport, differences);
  const unreadable = unreadableSettings(wanted.desired, before);
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
      commands,
    },
    requests,
    before,
  };
}

/** Changed defaults are reported with the pools that inherit them, a new pool with its recycling times. */
function planNeeds(wanted: DesiredHost, pools: LiveHost["pools"], explicit: boolean): Needs {
  const needs = needsOf(wanted.desired, pools);
  const inheritsRecycling = wanted.desired.some(
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

function describe({ change, reason }: PlannedRequest, wanted: DesiredHost, before: LiveHost): PlannedChange {
  const name = targetName(change.target);
  return {
    change,
    reason,
    impact: impactOf(change, findPool(before, name), before),
    positions: positionsOf(change, wanted),
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
