import { types } from "node:util";
import { describeSystemError, systemErrorCode } from "./system-error";

/** How many calls of a stack are named. */
const mostCalls = 4;

/**
 * An error that nobody foresaw as one line: what kind it is and where it arose. Its own message is left out, as it may quote
 * any value: the programs of Node.js quote arguments, patterns and texts, and so passwords.
 */
export function describeCrash(error: unknown): string {
  const code = systemErrorCode(error);
  if (code !== undefined) return describeSystemError(code);
  const calls = callsOf(error).slice(0, mostCalls);
  const where = calls.length === 0 ? "" : ` in ${calls.join(" < ")}`;
  return `unexpected ${kindOf(error)}${where}. This is a bug of pulumi-iis; please report it with this line.`;
}

function kindOf(error: unknown): string {
  if (!types.isNativeError(error)) return `value of type ${typeof error}`;
  return /^\w+$/.test(error.name) ? error.name : "Error";
}

/** `settle (apply.js:90:3)`: the functions of the stack, each with its file's name. */
function callsOf(error: unknown): string[] {
  const stack = types.isNativeError(error) ? String(error.stack) : "";
  const calls = stack.matchAll(/^ {4}at (?:(?:async |new )*([\w.#<>]+) \()?[^\n()]*?([\w.-]+:\d+:\d+)\)?$/gm);
  return [...calls].map(([, name, place]) => (name === undefined ? String(place) : `${name} (${String(place)})`));
}
