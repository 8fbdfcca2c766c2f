import type { Fault } from "../../errors";
import { describeWrong, showGiven } from "../../input/wording";

/** Applies before `readOnly` of the configuration: the engine passes that of the last update to destroy and refresh. */
export const readOnlyVariable = "PULUMI_IIS_READ_ONLY";

const values: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["false", false],
]);

/** The value of the environment variable; undefined if it is not set. A wrong value is read-only, and a fault. */
export function readOnlyOfEnvironment(env: NodeJS.ProcessEnv = process.env): boolean | undefined {
  const text = env[readOnlyVariable] ?? "";
  return text === "" ? undefined : (values.get(text) ?? true);
}

/** The fault of a wrong value. */
export function readOnlyFaults(env: NodeJS.ProcessEnv = process.env): readonly Fault[] {
  const text = env[readOnlyVariable] ?? "";
  if (text === "" || values.has(text)) return [];
  return [{ path: readOnlyVariable, message: describeWrong("true or false", text, showGiven) }];
}
