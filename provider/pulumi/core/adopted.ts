import { inputsOf, type Properties } from "./resource-inputs";

/** The output that records whether the pool existed when the resource was created; absent in states of older versions. */
export const adoptedKey = "adopted";

/**
 * Whether the pool is deleted with its resource. A pool of a state that does not record whether it was adopted is kept.
 */
export function mayDeletePool(properties: Properties): boolean {
  return inputsOf(properties).deleteWhenRemoved ?? properties[adoptedKey] === false;
}

/** Why a pool that {@link mayDeletePool} refuses stays on the server, and what deletes it. */
export function whyKept(properties: Properties): string {
  const { name = "", deleteWhenRemoved } = inputsOf(properties);
  const remedy = `To delete it: appcmd delete apppool "${name}"`;
  if (deleteWhenRemoved === false) return `because deleteWhenRemoved is false. ${remedy}`;
  const isKnown = properties[adoptedKey] === true;
  return `because ${isKnown ? "it was adopted" : "the state does not record whether it was adopted"}. ${remedy}`;
}
