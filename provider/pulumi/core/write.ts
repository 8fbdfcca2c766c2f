import type { Outcome } from "../../engine/request";
import { findPool } from "../../plan/live-host";
import { targetName } from "../../plan/desired";
import { readResource } from "./read";
import type { CallOptions, Created, Written } from "./resource";
import { desiredResource, inputsOf, type Properties, type ResourceKind } from "./resource-inputs";
import { sessionFor } from "./sessions";
import { hasUnknowns, unknownValue } from "./unknowns";

function outputs(inputs: Properties, host: string): Properties {
  return { ...inputs, host };
}

/** The outputs that a resource with these inputs has; its host is not known before its connection is. */
export function previewResource(inputs: Properties): Properties {
  const { connection } = inputsOf(inputs);
  return outputs(inputs, hasUnknowns({ connection }) ? unknownValue : sessionFor(connection).transport.host);
}

/**
 * Creates the pool with its settings in one commit, or takes over an existing one where `adopt` says so.
 *
 * @throws IisError `POOL_EXISTS`, `APPCMD_FAILED`, `UNSUPPORTED_ATTRIBUTE`, …
 */
export async function createResource(
  kind: ResourceKind,
  inputs: Properties,
  options: CallOptions = {},
): Promise<Created> {
  const session = sessionFor(inputsOf(inputs).connection);
  const { host } = session.transport;
  const desired = desiredResource(kind, inputs);
  const mustBeNew = kind === "pool" && inputsOf(inputs).adopt !== true;
  const outcome = await session.submit({ kind: "ensure", desired, mustBeNew }, limitOf(options));
  const name = targetName(desired.target);
  const id = `${host}/${name}`;
  if (outcome.ok) return { id, outs: outputs(inputs, host), warnings: outcome.warnings };
  if (kind !== "pool" || !outcome.sent) throw outcome.error;
  // Where nobody can look, it may be there: the state keeps it, and the next run finds out.
  const isThere = await session.look().then(
    (live) => findPool(live, name) !== undefined,
    () => true,
  );
  if (!isThere) throw outcome.error;
  return { id, ...(await partly(kind, id, inputs, outcome)) };
}

/**
 * Brings the live pool to what is declared now. What was declared before and is no more returns to its inherited value.
 *
 * @throws IisError where nothing was written.
 */
export async function updateResource(
  kind: ResourceKind,
  id: string,
  olds: Properties,
  news: Properties,
  options: CallOptions = {},
): Promise<Written> {
  const session = sessionFor(inputsOf(news).connection);
  const desired = desiredResource(kind, news, olds);
  const outcome = await session.submit({ kind: "ensure", desired }, limitOf(options));
  if (outcome.ok) return { outs: outputs(news, session.transport.host), warnings: outcome.warnings };
  if (outcome.sent) return partly(kind, id, news, outcome);
  throw outcome.error;
}

/** What is really there of a resource whose writing failed half-way: live values, so that the state tells no lies. */
async function partly(
  kind: ResourceKind,
  id: string,
  inputs: Properties,
  { error }: Extract<Outcome, { ok: false }>,
): Promise<Written> {
  const { host } = sessionFor(inputsOf(inputs).connection).transport;
  const { props } = await readResource(kind, id, outputs(inputs, host)).catch(() => ({ props: {} }));
  const isGone = Object.keys(props).length === 0;
  return { outs: isGone ? outputs(inputs, host) : props, warnings: [], error };
}

/**
 * Deletes the pool; one that is gone already is fine. One that another resource took over in the same run is kept: the
 * program gave it another resource name, and the engine deletes last. Of `<applicationPoolDefaults>` nothing is changed: every pool that
 * inherits from it would change.
 *
 * @throws IisError `POOL_IN_USE` where applications use it, unless `forceDelete` was set.
 */
export async function deleteResource(kind: ResourceKind, props: Properties, options: CallOptions = {}): Promise<void> {
  if (kind === "defaults") return;
  const { name = "", forceDelete = false, connection } = inputsOf(props);
  const session = sessionFor(connection);
  if (session.hasEnsured(name)) return;
  const outcome = await session.submit({ kind: "remove", pool: name, force: forceDelete }, limitOf(options));
  if (!outcome.ok) throw outcome.error;
}

function limitOf({ timeoutSeconds = 0 }: CallOptions): { timeoutMs?: number } {
  return timeoutSeconds > 0 ? { timeoutMs: timeoutSeconds * 1000 } : {};
}
