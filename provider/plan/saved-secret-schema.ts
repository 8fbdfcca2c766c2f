import * as z from "zod";
import { describeKind } from "../input/describe-given";
import { mustBe, text } from "../input/members";
import { object } from "../input/object";
import { ownValue } from "../record";
import { Secret } from "../secret";
import { envKey } from "./encode-change";

/** Environment variables by name; secrets are read from there. */
export type Environment = Readonly<Record<string, string | undefined>>;

const what = `{ "${envKey}": NAME }, the environment variable that holds the secret, or "" for none`;

/** What stands in a saved plan for a secret: `{ "$env": "NAME" }`, or `""` for none. It is read as the secret itself. */
export function savedSecret(env: Environment): z.ZodType<Secret> {
  const error = mustBe(what, describeKind);
  const none = z.literal("", { error });
  const variable = object({ [envKey]: text("the name of an environment variable") });
  return z.union([none, variable], { error }).transform((given, context) => {
    if (given === "") return new Secret("");
    const name = given[envKey];
    const found = ownValue(env, name) ?? "";
    if (found === "") {
      const message = `the environment variable ${name} is not set`;
      context.issues.push({ code: "custom", input: given, message });
    }
    return new Secret(found);
  });
}
