import type { ResourceIdentity } from "./owners/pool-owners";
import type { StackName } from "./owners/read-stack";
import type { Properties } from "./resource-inputs";

/**
 * The input in which a program passes the dynamic provider facts that the engine does not pass on. It is not stored in
 * the state.
 */
export const runKey = "__run";

/** Facts about the run and the resource. */
export interface RunNote {
  readonly resource: ResourceIdentity;
  readonly stack: StackName;
  readonly isPreview: boolean;
}

/** Removes the note from the inputs. */
export function takeRunNote(news: Properties): { properties: Properties; note: RunNote | undefined } {
  const { [runKey]: note, ...properties } = news;
  return { properties, note: note as RunNote | undefined };
}
