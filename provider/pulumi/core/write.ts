import { placeTaken } from "../../engine/apply/refuse";
import { nameRequest, type Outcome, type Request } from "../../engine/apply/request";
import type { HostSession } from "../../engine/session";
import { targetName } from "../../plan/change/desired";
import { findPool, type LiveHost } from "../../plan/change/live-host";
import { flattenSettings, nestSettings } from "../../settings/paths";
import { poolOwners } from "./owners/pool-owners";
import { stackHolders } from "./owners/read-stack";
import { explainTaken } from "./owners/taken-pool";
import { readFrom } from "./read";
import { type CallOptions, type Created, poolPlace, type Written } from "./resource";
import { desiredResource } from "./desired-resource";
import {
  adoptedKey,
  inputsOf,
  mayDeletePool,
  type Properties,
  type ResourceKind,
  settingsOf,
  whyKept,
} from "./resource-inputs";
import { beforeRequests, expectNoRequest, expectRequest, quietMoment, sessionFor } from "./sessions";
import { hasUnknowns, unknownValue } from "./unknowns";

type Failed = Extract<Outcome, { ok: false }>;

/** @param adopted undefined if that is not known, and for the defaults of a host */
function outputs(inputs: Properties, host: unknown, adopted: unknown): Properties {
  return { ...inputs, host, ...(adopted !== undefined && { [adoptedKey]: adopted }) };
}

/** The outputs of a resource with these inputs; its host is unknown until its connection is known. */
export function previewResource(inputs: Properties): Properties {
  const { connection } = inputsOf(inputs);
  return outputs(inputs, hasUnknowns({ connection }) ? unknownValue : sessionFor(connection).transport.host, undefined);
}

/** The same of a pool. @param olds its outputs; undefined before it is created */
export function previewPool(inputs: Properties, olds?: Properties): Properties {
  const { host, ...outs } = previewResource(inputs);
  const atCreation = inputsOf(inputs).adopt === true ? unknownValue : false;
  return outputs(outs, host, olds === undefined ? atCreation : olds[adoptedKey]);
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
  if (outcome.ok) {
    const adopted = kind === "pool" ? outcome.change?.kind !== "create" : undefined;
    return { id, outs: outputs(inputs, host, adopted), warnings: outcome.warnings };
  }
  if (kind !== "pool" || !outcome.sent) throw await explainTaken(outcome.error, inputs, options.urn);
  const live = await readAfterFailure(kind, session, outcome);
  // If the host cannot be read, the pool may exist: the state keeps it, and the next run finds out.
  if (live !== undefined && findPool(live, name) === undefined) throw outcome.error;
  // Whether a pool that may be adopted existed before is not known: it counts as adopted, so it is kept.
  const made = outputs(inputs, host, !mustBeNew);
  return { id, ...partly(kind, id, made, outcome, live) };
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
  const { host } = session.transport;
  if (outcome.ok) {
    const isMadeAgain = kind === "pool" && outcome.change?.kind === "create";
    const outs = outputs(news, host, isMadeAgain ? false : olds[adoptedKey]);
    return { outs, warnings: outcome.warnings };
  }
  if (!outcome.sent) throw outcome.error;
  // A setting that is no longer declared may still be written there: the state keeps it until it is cleared.
  const declared = settingsOf(news);
  const left = Object.entries(settingsOf(olds)).filter(([path]) => !(path in declared));
  const managed = { ...news, ...nestSettings({ ...Object.fromEntries(left), ...flattenSettings(news) }) };
  const outs = outputs(managed, host, olds[adoptedKey]);
  return partly(kind, id, outs, outcome, await readAfterFailure(kind, session, outcome));
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
  outs: Properties,
  { error }: Failed,
  live: LiveHost | undefined,
): Written {
  const { host } = sessionFor(inputsOf(outs).connection).transport;
  const { props } = live === undefined ? { props: {} } : readFrom(live, kind, id, outs, host);
  return { outs: Object.keys(props).length === 0 ? outs : props, warnings: [], error };
}

/** The time limit of a request. */
export function limitOf({ timeoutSeconds = 0 }: CallOptions): { timeoutMs?: number } {
  return timeoutSeconds > 0 ? { timeoutMs: timeoutSeconds * 1000 } : {};
}

/**
 * Deletes the pool; a missing pool is not an error. A pool that another resource has is kept: the program gave it
 * another resource name, and the engine deletes last. It is also kept if it was adopted and the program does not set
 * `deleteWhenRemoved`, and if its successor could not be created.
 * `<applicationPoolDefaults>` is not changed, because every pool that inherits from it would change.
 *
 * @returns why the pool was kept, if it was
 * @throws IisError `POOL_IN_USE` if applications use it, unless `forceDelete` is set; `POOL_EXISTS` if its successor
 *   already exists
 */
export async function deleteResource(
  kind: ResourceKind,
  props: Properties,
  options: CallOptions = {},
): Promise<string[]> {
  if (kind === "defaults") return [];
  const deletion = deletePool(props, options);
  poolOwners.free(poolPlace(props) ?? "", deletion);
  return deletion;
}

async function deletePool(props: Properties, options: CallOptions): Promise<string[]> {
  const { name = "", forceDelete = false, connection } = inputsOf(props);
  const session = sessionFor(connection);
  const { kept, successor } = await beforeRequests(async () => {
    if (await isHeldByOther(session, props, options.urn)) return { kept: heldByOther };
    if (!mayDeleteWithAny(props)) return { kept: whyKept(props) };
    return { successor: await successorOn(session, props) };
  });
  if (kept !== undefined) {
    expectNoRequest("pool", props);
    return [`${session.transport.host}: pool "${name}" was kept on the server, ${kept}`];
  }
  const request = {
    kind: "remove",
    pool: name,
    force: forceDelete,
    ...(successor !== undefined && { successor }),
  } as const;
  const outcome = await session.submit(request, limitOf(options));
  if (!outcome.ok) throw outcome.error;
  const next = poolOwners.successorOf(poolPlace(props) ?? "");
  if (next !== undefined) expectRequest("pool", next.inputs);
  return [];
}

/**
 * Whether another resource has the pool: one that this run has shown, or one in the state. Only the state shows the
 * resources that a destroy or a targeted run skips. The last of several deleted resources deletes the pool.
 */
async function isHeldByOther(session: HostSession, props: Properties, urn: string | undefined): Promise<boolean> {
  const place = poolPlace(props);
  if (place === undefined) return false;
  poolOwners.countDeletion(place, mayDeletePool(props));
  if (session.hasEnsured(inputsOf(props).name ?? "") || poolOwners.isKeptByOther(place, urn)) return true;
  const holders = await stackHolders();
  return holders !== undefined && holders.holdersOf(place).length > poolOwners.deletionsOf(place);
}

const heldByOther = "because another resource of this stack has it";

/** Of several resources of a pool that the engine deletes, one that may delete the pool is enough. */
function mayDeleteWithAny(props: Properties): boolean {
  const place = poolPlace(props);
  return mayDeletePool(props) || (place !== undefined && poolOwners.mayDelete(place));
}

/**
 * The pool that replaces this one on the same host, and that must not exist yet. On another host it must not exist
 * either, which is checked before anything is deleted.
 *
 * @throws IisError `POOL_EXISTS`
 */
async function successorOn(session: HostSession, props: Properties): Promise<string | undefined> {
  const successor = poolOwners.successorOf(poolPlace(props) ?? "");
  if (successor === undefined || inputsOf(successor.inputs).adopt === true) return undefined;
  const { name = "", connection } = inputsOf(successor.inputs);
  const target = sessionFor(connection);
  if (target.transport.key === session.transport.key) return name;
  if (findPool(await target.look(), name) === undefined || target.hasEnsured(name)) return undefined;
  const request = { kind: "remove", pool: inputsOf(props).name ?? "" } as const;
  throw nameRequest(session.transport.host, request, placeTaken(`${target.transport.host}/${name}`));
}
