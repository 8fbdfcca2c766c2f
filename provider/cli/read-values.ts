import { type Command, Option } from "commander";
import { object } from "../input/object";
import { readInput } from "../input/read-input";
import { Failure } from "./failure";
import { memberOf } from "./option-schema";
import { type GivenValue, givenValues } from "./value-options";

/** Reads all options and arguments of a call. @throws Failure with every fault */
export function readValues(verb: Command): void {
  const given = givenValues(verb).map((one) => ({ ...one, path: nameOf(one.of) }));
  const schema = object(Object.fromEntries(given.map((one) => [one.path, memberOf(one)])));
  const { value, faults } = readInput(schema, Object.fromEntries(given.map((one) => [one.path, one.value])));
  if (value === undefined) {
    const worded = faults.map(({ keys: [path = "", ...inside], message }) => ({
      path: String(path),
      message: [...inside.filter((key) => typeof key === "string"), message].join(": "),
    }));
    throw new Failure(worded);
  }
  for (const { of, path } of given)
    if (of instanceof Option) verb.setOptionValueWithSource(of.attributeName(), value[path], "cli");
}

/** Its name in messages: `--parallel`, `shell`. */
function nameOf(of: GivenValue["of"]): string {
  return of instanceof Option ? (of.long ?? of.flags) : of.name();
}
