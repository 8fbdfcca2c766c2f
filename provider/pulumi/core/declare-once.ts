import type { Fault } from "../../errors";
import { poolOwners, type ResourceIdentity } from "./pool-owners";
import { defaultsPlace, poolPlace } from "./pool-place";
import { inputsOf, type Properties, type ResourceKind } from "./resource-inputs";

/**
 * Notes that the program declares the pool, or the defaults of the host. Two resources for one would undo each other, and
 * delete a pool for the other.
 */
export function declareOnce(kind: ResourceKind, inputs: Properties, resource: ResourceIdentity): Fault[] {
  const place = kind === "pool" ? poolPlace(inputs) : defaultsPlace(inputs);
  const other = place === undefined ? undefined : poolOwners.declare(place, resource);
  if (other === undefined) return [];
  if (kind === "defaults") {
    const message =
      `resource "${other}" declares the applicationPoolDefaults of this host already. ` +
      "A host has them once: declare all of their settings in one resource";
    return [{ path: "", message }];
  }
  const message =
    `resource "${other}" declares the pool "${inputsOf(inputs).name ?? ""}" of this host already. ` +
    "Declare each pool once; letter case does not distinguish names";
  return [{ path: "name", message }];
}
