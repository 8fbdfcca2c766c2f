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
 * Whatever was thrown in the work on a host, as that host's own error: it costs no other host its result.
 *
 * @param host undefined for what is thrown outside the work on a host.
 */
export function hostError(host: string | undefined, error: unknown): IisError {
  if (error instanceof IisError) return error;
  if (!isShortage(error)) return new IisError("INTERNAL", { host, ...crashFields(error) });
  const problem = describeSystemError(systemErrorCode(error) ?? "");
  const hint = "Work on fewer hosts at a time (--parallel), or allow this process more (ulimit -n, ulimit -u)";
  return new IisError("OUT_OF_RESOURCES", { host, problem, hint });
}
