import { Failure } from "./failure";
import type { Io } from "./io";

/** The environment variable with the key that signs saved plans. */
const planKeyVariable = "IISPOOLS_PLAN_KEY";

/** The key; undefined where the variable is not set. @throws Failure where it is empty, as a secret that a pipeline lacks */
export function planKey({ place: { env } }: Io): string | undefined {
  const key = env[planKeyVariable];
  if (key === undefined || key.trim() !== "") return key;
  throw new Failure([{ path: planKeyVariable, message: "is set and empty; set it to the key, or do not set it" }]);
}
