import { placeTaken } from "../../engine/apply/refuse";
import { nameRequest } from "../../engine/apply/request";
import type { HostSession } from "../../engine/session";
import { findPool } from "../../plan/change/live-host";
import { poolOwners } from "./owners/pool-owners";
import { type CallOptions, poolPlace } from "./resource";
import { stackHolders } from "./owners/read-stack";
import { inputsOf, type Properties, type ResourceKind } from "./resource-inputs";
import { beforeRequests, expectNoRequest, expectRequest, sessionFor } from "./sessions";
import { limitOf } from "./write";

/**
 * Deletes the pool; a missing pool is not an error. A pool that another resource has is kept: the program gave it
 * another resource name, and the engine deletes last. It is also kept if its successor could not be created.
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
  const { isHeld, successor } = await beforeRequests(async () => {
    if (await isHeldByOther(session, props, options.urn)) return { isHeld: true };
    return { isHeld: false, successor: await successorOn(session, props) };
  });
  if (isHeld) {
    expectNoRequest("pool", props);
    return [keptNotice(session, name)];
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
  poolOwners.countDeletion(place);
  if (session.hasEnsured(inputsOf(props).name ?? "") || poolOwners.isKeptByOther(place, urn)) return true;
  const holders = await stackHolders();
  return holders !== undefined && holders.holdersOf(place).length > poolOwners.deletionsOf(place);
}

function keptNotice({ transport }: HostSession, name: string): string {
  return `${transport.host}: pool "${name}" was kept on the server, because another resource of this stack has it`;
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
