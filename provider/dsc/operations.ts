import { inspectHost } from "../engine/inspect";
import { needsOf } from "../engine/apply/request";
import { prepareHost } from "../engine/prepare";
import { importHost } from "../engine/verbs/drift-host";
import type { IisError } from "../errors";
import { poolKey } from "../names";
import { describeChange } from "../plan/change/change";
import { targetName } from "../plan/change/desired";
import type { PlannedChange } from "../plan/results";
import type { Settings } from "../settings/value";
import type { Transport } from "../transport/transport";
import { desiredOfInstance } from "./desired-of-instance";
import type { Instance } from "./read-instance";
import { actualState, shownConnection, isOmitted, type JsonObject, valuesOf } from "./state-of";

/** A message besides the result. */
export type Trace = (level: "warn" | "info", message: string) => void;

/** The server that an operation works on. */
export interface Server {
  readonly host: string;
  /** Stops reading if it is aborted. */
  readonly transport: Transport;
  readonly trace: Trace;
}

/** What an operation prints, a line of JSON each; or why it failed. */
export type OperationResult = { readonly lines: readonly unknown[] } | { readonly problems: readonly IisError[] };

/** The actual values of what the instance declares. @throws IisError */
export async function getInstance(instance: Instance, { host, transport }: Server): Promise<OperationResult> {
  const { desired } = desiredOfInstance(instance, host);
  const live = await inspectHost(transport, (pools) => needsOf(desired, pools));
  return { lines: [{ ...actualState(instance, live), _inDesiredState: null }] };
}

/** The same, whether anything differs, and the names of the properties that differ. @throws IisError */
export async function testInstance(instance: Instance, server: Server): Promise<OperationResult> {
  const { plan, before } = await prepareHost(server.transport, desiredOfInstance(instance, server.host));
  traceChanges(plan.changes, server.trace);
  for (const refusal of plan.refusals) server.trace("warn", refusal.message);
  const differing = differingProperties(plan.changes);
  return { lines: [{ ...actualState(instance, before), _inDesiredState: plan.changes.length === 0 }, differing] };
}

/** Every difference as a message; none shows a secret. */
export function traceChanges(changes: readonly PlannedChange[], trace: Trace): void {
  for (const { change } of changes) {
    const lines = change.kind === "delete" ? [] : describeChange(change);
    trace("info", [`${change.kind} ${targetName(change.target)}`, ...lines].join("; "));
  }
}

/** The properties of an instance with these changes. */
export function differingProperties(changes: readonly PlannedChange[]): string[] {
  const names = changes.map(({ change }) => (change.target === "applicationPoolDefaults" ? change.target : "pools"));
  return [...new Set(names)].sort().reverse();
}

/**
 * All pools of the server with their explicit settings, as an instance that changes nothing there.
 *
 * @param filter the connection, and the names of pools; none: all pools
 * @throws IisError
 */
export async function exportInstance(filter: Instance, { transport, trace }: Server): Promise<OperationResult> {
  const { pools, applicationPoolDefaults, notes } = await importHost(transport);
  for (const note of notes) trace("warn", note);
  const wanted = new Set(filter.pools.map(({ name }) => poolKey(name)));
  const exported = pools.filter(({ name }) => wanted.size === 0 || wanted.has(poolKey(name)));
  const valuesIn = (name: string, settings: Settings): JsonObject => {
    const omitted = Object.entries(settings).filter(([path, value]) => isOmitted(path, value));
    if (omitted.length > 0) trace("warn", `${name}: not exported: ${omitted.map(([path]) => path).join(", ")}`);
    return valuesOf(Object.keys(settings), settings);
  };
  const instance = {
    ...shownConnection(filter.connection),
    pools: exported.map(({ name, settings }) => ({ name, ...valuesIn(name, settings) })),
    ...(applicationPoolDefaults && {
      applicationPoolDefaults: valuesIn("applicationPoolDefaults", applicationPoolDefaults.settings),
    }),
  };
  return { lines: [instance] };
}
