import { nameRequest, refusal } from "../../engine/apply/request";
import type { HostSession } from "../../engine/session";
import { describeError, IisError, messageWithCode } from "../../errors";
import { findPool, type LiveHost } from "../../plan/change/live-host";
import { poolOwners } from "./owners/pool-owners";
import { poolPlace, type PreviewContext } from "./resource";
import { stackHolders } from "./owners/read-stack";
import { desiredResource } from "./desired-resource";
import { inputsOf, mayDeletePool, type Properties, type ResourceKind, whyKept } from "./resource-inputs";
import { quietMoment, reportOnce, sessionFor } from "./sessions";
import { isSameResource, type Taken, takenAdvice, takenPool } from "./owners/taken-pool";
import { hasUnknowns, splitUnknowns } from "./unknowns";

/**
 * Checks a creation in a preview: reads the host, once for all resources.
 *
 * @returns warnings; a host that cannot be read is one, because `up` may reach it
 * @throws IisError the error with which `up` would fail: `POOL_EXISTS`, `UNSUPPORTED_ATTRIBUTE`, …
 */
export async function checkCreation(kind: ResourceKind, inputs: Properties, how: PreviewContext): Promise<string[]> {
  const { connection, name = "", adopt } = inputsOf(inputs);
  if (hasUnknowns({ connection })) return [];
  return warnUnread(async () => {
    const session = sessionFor(connection);
    const live = await session.look({ defaults: kind === "defaults" });
    const taken = kind === "pool" && adopt !== true ? await takenPool(inputs) : undefined;
    refuse(session, kind, inputs, live, taken);
    const advice = taken?.by === "resource" ? await adviceFor(taken.urn, inputs, how) : undefined;
    if (advice === undefined) return [];
    const { fact, hint } = advice;
    return [describeError({ host: session.transport.host, pool: name, problem: `exists: ${fact}`, hint })];
  });
}

/** What to do if a resource of the stack has the pool; undefined if this run frees it, or may do so. */
async function adviceFor(
  urn: string,
  inputs: Properties,
  { resource, canWait }: PreviewContext,
): Promise<ReturnType<typeof takenAdvice> | undefined> {
  const place = poolPlace(inputs) ?? "";
  if (canWait) await quietMoment();
  else if (isSameResource(urn, resource) || poolOwners.isSuccessor(place)) return undefined;
  // If the engine has requested the diff, it replaces because of that answer, and so deletes first (replaceOnChanges).
  if (isSameResource(urn, resource) && poolOwners.isKeptBy(place, resource.id)) return undefined;
  return poolOwners.successorOf(place) === undefined ? takenAdvice(urn, resource.id) : undefined;
}

/**
 * Checks a replacement before anything is deleted: whether the old pool can be deleted, and the new one created.
 *
 * @returns warnings. @throws IisError if the new pool could not be created
 */
export async function checkReplacement(olds: Properties, news: Properties): Promise<string[]> {
  const [from, to] = [poolPlace(olds), poolPlace(news)];
  const isDeleted = mayDeletePool(olds);
  // A pool that is kept frees no name.
  if (isDeleted && from !== undefined && to !== undefined) poolOwners.replace(from, { place: to, inputs: news });
  void stackHolders(); // the deletion will use it
  const warnings = isDeleted ? await warnUnread(() => warnOfDeletion(olds)) : [warnOfKept(olds)];
  if (hasUnknowns({ name: news["name"], connection: news["connection"] })) return warnings;
  const more = await warnUnread(async () => {
    const session = sessionFor(inputsOf(news).connection);
    const live = await session.look();
    const taken = inputsOf(news).adopt === true ? undefined : await takenPool(news);
    refuse(session, "pool", news, live, taken?.by === "unknown" ? undefined : taken);
    if (taken?.by !== "unknown") return [];
    const name = inputsOf(news).name ?? "";
    return [
      `${session.transport.host}: pool "${name}" exists; unless this run frees the name, up fails before it deletes`,
    ];
  });
  return [...new Set([...warnings, ...more])];
}

/** @throws IisError if the pool could not be created or changed as declared. */
function refuse(
  { transport }: HostSession,
  kind: ResourceKind,
  inputs: Properties,
  live: LiveHost,
  taken: Taken | undefined,
): void {
  const mustBeNew = taken !== undefined && taken.by !== "resource";
  const { known } = splitUnknowns(inputs);
  const request = { kind: "ensure", desired: desiredResource(kind, known), mustBeNew } as const;
  const refused = refusal(request, live, undefined);
  if (refused !== undefined) throw nameRequest(transport.host, request, refused);
}

/** The pool that another one replaces stays on the server. */
function warnOfKept(properties: Properties): string {
  const { name = "", connection } = inputsOf(properties);
  const { host } = sessionFor(connection).transport;
  return `${host}: pool "${name}" is kept on the server, ${whyKept(properties)}`;
}

/** A warning if the pool cannot be deleted now: its applications may be moved before that. */
async function warnOfDeletion(properties: Properties): Promise<string[]> {
  const { name = "", forceDelete = false, connection } = inputsOf(properties);
  if (forceDelete) return [];
  const session = sessionFor(connection);
  const live = await session.look();
  if (findPool(live, name) === undefined) return [];
  const request = { kind: "remove", pool: name } as const;
  const refused = refusal(request, live, await session.lookAtApplications());
  return refused === undefined ? [] : [messageWithCode(nameRequest(session.transport.host, request, refused))];
}

/** A host that cannot be read is a warning, not an error. */
async function warnUnread(read: () => Promise<string[]>): Promise<string[]> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof IisError) || refusals.has(error.code)) throw error;
    return reportOnce(`not compared with the host: ${messageWithCode(error)}`);
  }
}

/** Codes of changes that the host would refuse. */
const refusals: ReadonlySet<string> = new Set(["POOL_EXISTS", "UNSUPPORTED_ATTRIBUTE", "PASSWORD_UNREADABLE"]);
