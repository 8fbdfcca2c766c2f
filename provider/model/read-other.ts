import type { Fault } from "../errors";
import { joinPath } from "../join-path";
import { isRecord } from "../record";
import { appPoolAttributes, attributeOf } from "../schema/app-pool-attributes";
import { type AttributeValue, parseValue, ValueError } from "../schema/codecs";
import { describeInput } from "../schema/describe-input";
import { isOtherName, otherKey, otherPath, otherText } from "../schema/other-attributes";
import { groupPaths } from "../schema/settings-paths";

/** Reads `other: { newThing: "value" }` of a pool into settings; what has a fault is absent. */
export function readOther(input: unknown, settings: Record<string, AttributeValue>, faults: Fault[]): void {
  if (!isRecord(input)) {
    const got = describeInput({ secret: true }, input);
    faults.push({ path: otherKey, message: `expected attributes such as { newThing: "value" }, got ${got}` });
    return;
  }
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    const path = isOtherName(name) ? otherPath(name) : joinPath(otherKey, name);
    const problem = nameProblem(name) ?? read(path, value, settings);
    if (problem !== undefined) faults.push({ path, message: problem });
  }
}

function nameProblem(name: string): string | undefined {
  const same = (path: string): boolean => path.toLowerCase() === name.toLowerCase();
  const known = [...appPoolAttributes.map(({ path }) => path), ...groupPaths].find(same);
  if (known !== undefined) return `is known; declare ${known} beside ${otherKey}`;
  return isOtherName(name)
    ? undefined
    : "is no name of an attribute such as newThing or processModel.newThing, or that of a secret";
}

function read(path: string, value: unknown, settings: Record<string, AttributeValue>): string | undefined {
  try {
    const attribute = attributeOf(path);
    settings[path] = parseValue(attribute, otherText(attribute, value));
    return undefined;
  } catch (error) {
    if (error instanceof ValueError) return error.message;
    throw error;
  }
}
