import { IisError } from "../errors";
import { readOnlyFaults, readOnlyOfEnvironment, readOnlyVariable } from "../input/read-only";
import { Failure } from "./failure";
import type { Io } from "./io";

/**
 * Refuses a call that writes if the environment says that this run only reads.
 *
 * @throws IisError `READ_ONLY`; Failure for a wrong value of the variable
 */
export function refuseWritingCall(verb: string, { place: { env } }: Io): void {
  const faults = readOnlyFaults(env);
  if (faults.length > 0) throw new Failure(faults);
  if (readOnlyOfEnvironment(env) !== true) return;
  throw new IisError("READ_ONLY", {
    problem: `iispools ${verb} writes to servers, and ${readOnlyVariable} is true; nothing was read or written`,
    hint: "To allow writes, remove the variable or set it to false",
  });
}
