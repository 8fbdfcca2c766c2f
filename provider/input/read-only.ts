import type { Environment } from "../env-reference";
import type { Fault } from "../errors";
import { describeWrong, showGiven } from "./wording";

/** The environment variable that decides whether a run of Pulumi or of `iispools` may write to servers. */
export const readOnlyVariable = "PULUMI_IIS_READ_ONLY";

const values: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["false", false],
]);

/** The value of the environment variable; undefined if it is not set. A wrong value is read-only, and a fault. */
export function readOnlyOfEnvironment(env: Environment): boolean | undefined {
  const text = env[readOnlyVariable] ?? "";
  return text === "" ? undefined : (values.get(text) ?? true);
}

/** The fault of a wrong value. */
export function readOnlyFaults(env: Environment): readonly Fault[] {
  const text = env[readOnlyVariable] ?? "";
  if (text === "" || values.has(text)) return [];
  return [{ path: readOnlyVariable, message: describeWrong("true or false", text, showGiven) }];
}
