import { describeWrong } from "../input/wording";
import { lazily } from "../lazily";
import { isRecord } from "../record";
import { appPoolAttributes, attributeOf } from "../schema/app-pool-attributes";
import { parseValue, ValueError, type ValueProblem } from "../schema/codecs";
import { otherSchema } from "../schema/json-schema";
import { isOtherName, otherKey, otherPath, otherText } from "../schema/other-attributes";
import { groupPaths } from "../schema/settings-paths";
import { valueMember } from "./value-member";

/** `other: { newThing: "value" }` of a pool: attributes that this package does not know, by their names in IIS. */
export const other = lazily(() => valueMember(readOther, otherSchema).meta({ id: "other" }));

function readOther(input: unknown): Readonly<Record<string, string>> {
  if (!isRecord(input)) throw new ValueError(describeWrong('attributes such as { newThing: "value" }', input));
  const problems: ValueProblem[] = [];
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  const read = given.map(([name, value]): readonly [string, string] => {
    const found = nameProblem(name) ?? ValueError.messageOf(() => textOf(name, value));
    if (found !== undefined) problems.push({ subpath: `[${JSON.stringify(name)}]`, message: found });
    return [name, found === undefined ? textOf(name, value) : ""];
  });
  ValueError.throwAll(problems);
  return Object.fromEntries(read);
}

function textOf(name: string, value: unknown): string {
  const attribute = attributeOf(otherPath(name));
  return parseValue(attribute, otherText(attribute, value)) as string;
}

function nameProblem(name: string): string | undefined {
  const same = (path: string): boolean => path.toLowerCase() === name.toLowerCase();
  const known = [...appPoolAttributes.map(({ path }) => path), ...groupPaths].find(same);
  if (known !== undefined) return `is known; declare ${known} beside ${otherKey}`;
  return isOtherName(name)
    ? undefined
    : "is not the name of an attribute such as newThing or processModel.newThing, or is that of a secret";
}
