import type { Fault } from "../../errors";
import { poolOwners, type ResourceIdentity } from "./pool-owners";
import { poolPlace } from "./pool-place";
import { inputsOf, type Properties } from "./resource-inputs";

/** Notes that the program declares the pool. Two resources for one pool would undo each other, and delete it for the other. */
export function declarePool(inputs: Properties, resource: ResourceIdentity): Fault[] {
  const place = poolPlace(inputs);
  const other = place === undefined ? undefined : poolOwners.declare(place, resource);
  if (other === undefined) return [];
  const message =
    `resource "${other}" declares the pool "${inputsOf(inputs).name ?? ""}" of this host already. ` +
    "Declare each pool once; letter case does not distinguish names";
  return [{ path: "name", message }];
}
