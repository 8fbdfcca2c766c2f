import { IisError } from "../../../errors";
import { findPool } from "../../../plan/change/live-host";
import { poolOwners, type ResourceIdentity } from "./pool-owners";
import { poolPlace } from "../resource";
import { stackHolders } from "./read-stack";
import { inputsOf, type Properties } from "../resource-inputs";
import { sessionFor } from "../sessions";

/** The owner of a pool that a resource will create. */
export type Taken =
  /** No resource of the stack. */
  | { readonly by: "stranger" }
  /** A resource of the stack, which may free it in this run. */
  | { readonly by: "resource"; readonly urn: string }
  /** The state could not be read. */
  | { readonly by: "unknown" };

/**
 * The owner of the pool on the host; undefined if the name is free, or if this run frees it or created it itself.
 *
 * @throws IisError if the host cannot be read
 */
export async function takenPool(properties: Properties): Promise<Taken | undefined> {
  const { name = "", connection } = inputsOf(properties);
  const place = poolPlace(properties);
  if (place === undefined) return undefined;
  const session = sessionFor(connection);
  if (session.hasEnsured(name) || findPool(await session.look(), name) === undefined) return undefined;
  if (poolOwners.successorOf(place) !== undefined) return undefined;
  const holders = await stackHolders();
  if (holders === undefined) return { by: "unknown" };
  const [urn] = holders.holdersOf(place);
  return urn === undefined ? { by: "stranger" } : { by: "resource", urn };
}

/** Whether the URN of the state is that of the resource, as far as the engine passes it on. */
export function isSameResource(urn: string, { id, name }: ResourceIdentity): boolean {
  return urn === id || (!id.startsWith("urn:") && nameInUrn(urn) === name);
}

function nameInUrn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** What to do if a resource of the stack has the pool that this one will create. @param id its own URN */
export function takenAdvice(urn: string, id: string | undefined): { readonly fact: string; readonly hint: string } {
  if (urn === id)
    return {
      fact:
        "this resource has it, and the engine creates the replacement first (--replace, --target-replace, pulumi state " +
        "taint)",
      hint: "Set the resource option deleteBeforeReplace: true",
    };
  const name = nameInUrn(urn);
  return {
    fact: `resource "${name}" of this stack has it`,
    hint:
      `If "${name}" was renamed in the program, set the resource option aliases: [{ name: "${name}" }]; to adopt the ` +
      "pool, set adopt: true",
  };
}

/** The error for a pool that exists, with facts from the state. @param id the URN, if the engine passes it on */
export async function explainTaken(error: IisError, properties: Properties, id: string | undefined): Promise<IisError> {
  const place = poolPlace(properties);
  if (error.code !== "POOL_EXISTS" || place === undefined) return error;
  const holders = await stackHolders();
  const [urn] = holders?.holdersOf(place) ?? [];
  if (urn !== undefined) return error.also(takenAdvice(urn, id));
  return id === undefined || holders !== undefined ? error : error.also({ hint: replacementAdvice });
}

const replacementAdvice = "To replace it (--replace), set the resource option deleteBeforeReplace: true";
