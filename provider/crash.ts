import { types } from "node:util";
import { describeError, type ErrorFields, IisError } from "./errors";
import { describeSystemError, systemErrorCode } from "./read-file";

const variable = "PULUMI_IIS_DEBUG";

/** How to show the stack, for people. */
const howToDebug = `${variable}=1 (iispools: --debug)`;

/** Shows the stack of unexpected errors from now on, in this process and its child processes. */
export function showStacks(): void {
  process.env[variable] = "1";
}

function isDebug(): boolean {
  const value = process.env[variable] ?? "";
  return value !== "" && value !== "0";
}

/**
 * One line about an unexpected error: its kind, and its stack if `PULUMI_IIS_DEBUG` is set. Its own message is omitted, because it
 * may quote any value: Node.js quotes arguments, patterns and texts, and so passwords.
 */
export function describeCrash(error: unknown): string {
  return describeError(crashFields(error));
}

/** The same as fields of an error. */
export function crashFields(error: unknown): Pick<ErrorFields, "problem" | "hint"> {
  const code = systemErrorCode(error);
  if (code !== undefined) return { problem: describeSystemError(code) };
  const problem = `unexpected ${kindOf(error)}`;
  const bug = "This is a bug of pulumi-iis";
  if (!isDebug()) return { problem, hint: `${bug}; rerun with ${howToDebug} to report it with its stack` };
  const calls = callsOf(error);
  const where = calls.length === 0 ? "" : ` in ${calls.join(" < ")}`;
  return { problem: `${problem}${where}`, hint: `${bug}; report it with this line` };
}

function kindOf(error: unknown): string {
  if (!types.isNativeError(error)) return `value of type ${typeof error}`;
  return /^\w+$/.test(error.name) ? error.name : "Error";
}

/** `runTasks (apply.js:90:3)`: the functions of the stack, each with the name of its file. */
function callsOf(error: unknown): string[] {
  const stack = types.isNativeError(error) ? String(error.stack) : "";
  const calls = stack.matchAll(/^ {4}at (?:(?:async |new )*([\w.#<>]+) \()?[^\n()]*?([\w.-]+:\d+:\d+)\)?$/gm);
  return [...calls].map(([, name, place]) => (name === undefined ? String(place) : `${name} (${String(place)})`));
}

/** Errors that mean that this machine has no free open files, processes or memory. */
const shortages: readonly (string | undefined)[] = ["EAGAIN", "EMFILE", "ENFILE", "ENOMEM"];

/** Whether this machine has no resources left for a program or a connection. */
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
