import type { Outcome, Request } from "../../engine/apply/request";
import type { HostSession } from "../../engine/session";
import { findPool, type LiveHost } from "../../plan/change/live-host";
import { targetName } from "../../plan/change/desired";
import { flattenSettings, nestSettings } from "../../settings/paths";
import { poolOwners } from "./owners/pool-owners";
import { type CallOptions, type Created, poolPlace, type Written } from "./resource";
import { readFrom } from "./read";
import { desiredResource, inputsOf, type Properties, type ResourceKind, settingsOf } from "./resource-inputs";
import { quietMoment, sessionFor } from "./sessions";
import { explainTaken } from "./owners/taken-pool";
import { hasUnknowns, unknownValue } from "./unknowns";

type Failed = Extract<Outcome, { ok: false }>;

function outputs(inputs: Properties, host: string): Properties {
  return { ...inputs, host };
}

/** The outputs of a resource with these inputs; its host is unknown until its connection is known. */
export function previewResource(inputs: Properties): Properties {
  const { connection } = inputsOf(inputs);
  return outputs(inputs, hasUnknowns({ connection }) ? unknownValue : sessionFor(connection).transport.host);
}

/**
 * Creates the pool with its settings in one commit, or adopts an existing one with `adopt`.
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
  const outcome = await submitNew(session, { kind: "ensure", desired, mustBeNew }, inputs, options);
  const name = targetName(desired.target);
  const id = `${host}/${name}`;
  if (outcome.ok) return { id, outs: outputs(inputs, host), warnings: outcome.warnings };
  if (kind !== "pool" || !outcome.sent) throw await explainTaken(outcome.error, inputs, options.urn);
  const live = await readAfterFailure(kind, session, outcome);
  // If the host cannot be read, the pool may exist: the state keeps it, and the next run finds out.
  if (live !== undefined && findPool(live, name) === undefined) throw outcome.error;
  return { id, ...partly(kind, id, inputs, outcome, live) };
}

/** Carries out a creation. If this run frees the pool's name, it may do so a little later. */
async function submitNew(
  session: HostSession,
  request: Request,
  inputs: Properties,
  options: CallOptions,
): Promise<Outcome> {
  const outcome = await session.submit(request, limitOf(options));
  const place = poolPlace(inputs) ?? "";
  if (outcome.ok || outcome.error.code !== "POOL_EXISTS") return outcome;
  await quietMoment();
  if (poolOwners.successorOf(place) === undefined) return outcome;
  await poolOwners.freed(place);
  return session.submit(request, limitOf(options));
}

/**
 * Changes the live pool to the new declaration. Settings that are no longer declared are reset to their inherited
 * values.
 *
 * @throws IisError if nothing was written
 */
export async function updateResource(
  kind: ResourceKind,
  id: string,
  olds: Properties,
  news: Properties,
  options: CallOptions = {},
): Promise<Written> {
  const session = sessionFor(inputsOf(news).connection);
  const { ignored = [] } = options;
  const desired = desiredResource(kind, news, olds, ignored);
  const outcome = await session.submit({ kind: "ensure", desired }, limitOf(options));
  if (outcome.ok) return { outs: outputs(news, session.transport.host), warnings: outcome.warnings };
  if (!outcome.sent) throw outcome.error;
  // A setting that is no longer declared may still be written there: the state keeps it until it is cleared.
  const declared = settingsOf(news);
  const left = Object.entries(settingsOf(olds)).filter(([path]) => !(path in declared));
  const managed = { ...news, ...nestSettings({ ...Object.fromEntries(left), ...flattenSettings(news) }) };
  return partly(kind, id, managed, outcome, await readAfterFailure(kind, session, outcome));
}

/** The host after a failure; undefined if it cannot be read. */
function readAfterFailure(kind: ResourceKind, session: HostSession, { error }: Failed): Promise<LiveHost | undefined> {
  const needs = { defaults: kind === "defaults" };
  const looking = error.code === "TIMEOUT" ? session.lookBack(needs) : session.look(needs);
  return looking.catch(() => undefined);
}

/** The live values of a resource whose write failed in part, so that the state is true. */
function partly(
  kind: ResourceKind,
  id: string,
  inputs: Properties,
  { error }: Failed,
  live: LiveHost | undefined,
): Written {
  const { host } = sessionFor(inputsOf(inputs).connection).transport;
  const outs = outputs(inputs, host);
  const { props } = live === undefined ? { props: {} } : readFrom(live, kind, id, outs, host);
  return { outs: Object.keys(props).length === 0 ? outs : props, warnings: [], error };
}

/** The time limit of a request. */
export function limitOf({ timeoutSeconds = 0 }: CallOptions): { timeoutMs?: number } {
  return timeoutSeconds > 0 ? { timeoutMs: timeoutSeconds * 1000 } : {};
}
