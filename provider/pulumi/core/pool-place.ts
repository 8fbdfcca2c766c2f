import { poolKey } from "../../name-keys";
import { connectionKey } from "../../transport/connection";
import { inputsOf, type Properties } from "./resource-inputs";
import { hasUnknowns } from "./unknowns";

/**
 * Which pool on which host: the same text for all resources that write to the same pool. Holds no secret. Undefined where
 * the name or the connection is not known yet.
 */
export function poolPlace(properties: Properties): string | undefined {
  const { name, connection } = inputsOf(properties);
  if (name === undefined || hasUnknowns({ name, connection })) return undefined;
  return `${connectionKey(connection)} ${poolKey(name)}`;
}

/** The defaults of which host, as {@link poolPlace} says it; no pool can have a name of this kind. */
export function defaultsPlace(properties: Properties): string | undefined {
  const { connection } = inputsOf(properties);
  return hasUnknowns({ connection }) ? undefined : `${connectionKey(connection)} <applicationPoolDefaults>`;
}
