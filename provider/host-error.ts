import { crashFields } from "./crash";
import { IisError } from "./errors";
import { describeSystemError, systemErrorCode } from "./system-error";

/** What this machine runs out of, for a while perhaps: open files, processes, memory. */
const shortages: readonly (string | undefined)[] = ["EAGAIN", "EMFILE", "ENFILE", "ENOMEM"];

/** Whether this machine has nothing left of what a program or a connection needs. */
export function isShortage(error: unknown): boolean {
  return shortages.includes(systemErrorCode(error));
}

/**
 * Turns anything that was thrown in the work on a host into the error of that host, so that the other hosts keep their results.
 *
 * @param host undefined for errors outside the work on a host.
 */
export function hostError(host: string | undefined, error: unknown): IisError {
  if (error instanceof IisError) return error;
  if (!isShortage(error)) return new IisError("INTERNAL", { host, ...crashFields(error) });
  const problem = describeSystemError(systemErrorCode(error) ?? "");
  const hint = "Use fewer hosts at a time (--parallel), or raise the limits of this process (ulimit -n, ulimit -u)";
  return new IisError("OUT_OF_RESOURCES", { host, problem, hint });
}
