import * as z from "zod";
import { type Environment, noSecretsInFiles, readVariable } from "../env-reference";
import { describeKind } from "../input/describe-given";
import { mustBe, text } from "../input/members";
import { object } from "../input/object";
import { Secret } from "../secret";
import { envKey } from "./encode-change";

const mustBeReference = mustBe(
  `{ "${envKey}": NAME }, the environment variable that holds the secret, or "" for none`,
  describeKind,
);

/** A secret in a saved plan: `{ "$env": "NAME" }`, or `""` for none. It is read as the secret itself. */
export function savedSecret(env: Environment): z.ZodType<Secret> {
  const error: z.core.$ZodErrorMap = (issue) =>
    typeof issue.input === "string" && issue.input !== ""
      ? noSecretsInFiles(`{ "${envKey}": NAME }`)
      : mustBeReference(issue);
  const none = z.literal("", { error });
  const variable = object({ [envKey]: text("the name of an environment variable") });
  return z.union([none, variable], { error }).transform((given, context) => {
    if (given === "") return new Secret("");
    const found = readVariable(env, given[envKey]);
    if ("value" in found) return new Secret(found.value);
    context.issues.push({ code: "custom", input: given, message: found.problem });
    return z.NEVER;
  });
}
