import type { ResourceIdentity } from "./owners/pool-owners";
import type { StackName } from "./owners/read-stack";
import type { Properties } from "./resource-inputs";

/** The input in which a program tells the dynamic provider what the engine does not pass on. No state holds it. */
export const runKey = "__run";

/** What a program knows of the run and the resource. */
export interface RunNote {
  readonly resource: ResourceIdentity;
  readonly stack: StackName;
  readonly isPreview: boolean;
}

/** Takes the note out of what the program declares. */
export function takeRunNote(news: Properties): { properties: Properties; note: RunNote | undefined } {
  const { [runKey]: note, ...properties } = news;
  return { properties, note: note as RunNote | undefined };
}
