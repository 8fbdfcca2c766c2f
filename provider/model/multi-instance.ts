import type { Fault } from "../errors";
import type { AttributeValue } from "../schema/codecs";
import type { Known } from "./cross-checks";

/** The key beside a pool's settings that says whether its applications can run in two worker processes at once. */
export const multiInstanceKey = "multiInstance";

/** What `multiInstance: false` sets: no second worker process beside the first, not even while recycling. */
const singleInstance: Readonly<Record<string, AttributeValue>> = {
  "processModel.maxProcesses": 1,
  "recycling.disallowOverlappingRotation": true,
};

/** The settings that a declared `multiInstance` stands for; `true` and left out declare nothing. */
export function impliedSettings(multiInstance: unknown): Readonly<Record<string, AttributeValue>> {
  return multiInstance === false ? singleInstance : {};
}

/** Declared settings that say something else than the declared `multiInstance`. */
export function contradictions(multiInstance: unknown, declared: (path: string) => Known): readonly Fault[] {
  return Object.entries(impliedSettings(multiInstance)).flatMap(([path, value]) => {
    const found = declared(path);
    if (found.kind !== "value" || found.value === value) return [];
    return [
      {
        path,
        message: `contradicts multiInstance: false, which sets it to ${JSON.stringify(value)}; leave one of them out`,
      },
    ];
  });
}
