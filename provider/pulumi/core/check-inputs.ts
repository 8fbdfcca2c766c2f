import type * as z from "zod";
import type { Fault } from "../../errors";
import { readInput } from "../../input/read-input";
import { checkConnectionRules } from "../../transport/connection";
import type { Properties } from "./resource-inputs";
import { isUnknownAt, splitUnknowns } from "./unknowns";

/**
 * Every fault of the inputs of a resource or function, of the connection among them too. Values that are not known yet
 * are accepted; all others are checked.
 */
export function checkInputs(schema: z.ZodObject, inputs: Properties): Fault[] {
  const { known, unknown } = splitUnknowns(inputs);
  const isUnknown = (path: string): boolean => isUnknownAt(unknown, path);
  const { faults } = readInput(schema, known, { isUnknown: (keys) => isUnknown(keys.join(".")) });
  return [
    ...faults.map(({ path, message }) => ({ path, message })),
    ...checkConnectionRules(known["connection"], (key) => isUnknown(`connection.${key}`)),
  ];
}
