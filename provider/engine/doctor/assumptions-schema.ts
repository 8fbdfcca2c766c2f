import * as z from "zod";
import { list, text, textLike } from "../../input/members";
import { object, rule } from "../../input/object";
import { readInput } from "../../input/read-input";
import { formatFault } from "../../pool-file/pool-file";

/** One assumption about appcmd in facts/assumptions.json that public evidence does not prove. */
const assumptionSchema = object({
  id: textLike(/^[a-z0-9]+(-[a-z0-9]+)*$/, "an ID in lower case, its words joined by hyphens"),
  what: text("the assumption"),
  value: text("the expected behaviour"),
  others: list(text("another behaviour"), "a list of other behaviours"),
  source: text("the evidence, or assumed"),
}).check(
  rule(({ value, others }) =>
    others.includes(value) ? [{ keys: ["others"], message: "must not contain the expected value" }] : [],
  ),
);

const file = z.array(assumptionSchema).check(
  rule((all) => {
    const ids = all.map(({ id }) => id);
    return ids.flatMap((id, at) =>
      ids.indexOf(id) < at ? [{ keys: [at, "id"], message: "is also the ID of another assumption" }] : [],
    );
  }),
);

/** The assumptions of facts/assumptions.json. @throws Error with every fault in it: the package is damaged */
export function readAssumptions(input: unknown): readonly z.output<typeof assumptionSchema>[] {
  const { value, faults } = readInput(file, input);
  if (value !== undefined) return value;
  throw new Error(`facts/assumptions.json: ${faults.map(formatFault).join("; ")}`);
}
