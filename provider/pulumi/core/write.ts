import { type IisError } from "../../errors";
import type { Outcome } from "../../engine/request";
import { findPool } from "../../plan/live-host";
import { targetName } from "../../plan/desired";
import { desiredResource, inputsOf, type Properties, type ResourceKind } from "./resource-inputs";
import { sessionFor } from "./sessions";

/** A resource that was created, or, with `error`, one that was created in part and is there to be mended. */
export interface Created {
  readonly id: string;
  readonly outs: Properties;
  /** What the person who runs it has to know, though it was done. */
  readonly warnings: readonly string[];
  readonly error?: IisError;
}

/** A resource that was updated. */
export type Updated = Pick<Created, "outs" | "warnings">;

function outputs(inputs: Properties, host: string): Properties {
  return { ...inputs, host };
}

/**
 * Creates the pool with its settings in one commit, or takes over an existing one where `adopt` says so.
 *
 * @throws IisError `POOL_EXISTS`, `APPCMD_FAILED`, `UNSUPPORTED_ATTRIBUTE`, …
 */
export async function createResource(kind: ResourceKind, inputs: Properties): Promise<Created> {
  const session = sessionFor(inputsOf(inputs).connection);
  const { host } = session.transport;
  const desired = desiredResource(kind, inputs);
  const mustBeNew = kind === "pool" && inputsOf(inputs).adopt !== true;
  const outcome = await session.submit({ kind: "ensure", desired, mustBeNew });
  const name = targetName(desired.target);
  const created = { id: `${host}/${name}`, outs: outputs(inputs, host) };
  if (outcome.ok) return { ...created, warnings: outcome.warnings };
  const isThere = outcome.sent && findPool(await session.look(), name) !== undefined;
  if (kind === "pool" && isThere) return { ...created, warnings: [], error: outcome.error };
  throw outcome.error;
}

/**
 * Brings the live pool to what is declared now. What was declared before and is no more returns to its inherited value.
 *
 * @throws IisError
 */
export async function updateResource(kind: ResourceKind, olds: Properties, news: Properties): Promise<Updated> {
  const session = sessionFor(inputsOf(news).connection);
  const desired = desiredResource(kind, news, olds);
  const { warnings } = succeeded(await session.submit({ kind: "ensure", desired }));
  return { outs: outputs(news, session.transport.host), warnings };
}

/**
 * Deletes the pool; one that is gone already is fine. One that another resource took over in the same run is kept: the
 * program gave it another resource name, and the engine deletes last. Of `<applicationPoolDefaults>` nothing is changed: every pool that
 * inherits from it would change.
 *
 * @throws IisError `POOL_IN_USE` where applications use it, unless `forceDelete` was set.
 */
export async function deleteResource(kind: ResourceKind, props: Properties): Promise<void> {
  if (kind === "defaults") return;
  const { name = "", forceDelete = false, connection } = inputsOf(props);
  const session = sessionFor(connection);
  if (session.hasEnsured(name)) return;
  succeeded(await session.submit({ kind: "remove", pool: name, force: forceDelete }));
}

function succeeded(outcome: Outcome): Extract<Outcome, { ok: true }> {
  if (!outcome.ok) throw outcome.error;
  return outcome;
}
