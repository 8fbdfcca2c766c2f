import type { Command } from "./argument";
import { maskSecrets } from "./mask-secrets";
import { isPassing } from "./passing-answers";

/** What an exit code means for who sent the command. */
export type Verdict =
  | "done"
  /** Whoever looks at the host anew may find that the same command succeeds now, or is needed no more. */
  | "try again"
  | "failed";

/** Win32 codes that appcmd ends with, as far as this package acts on them. */
export const appcmdExitCodes = {
  fileInUse: 32,
  alreadyExists: 183,
  alreadyRunning: 1056,
  cannotAcceptControl: 1061,
  notActive: 1062,
  noSuchElement: 4312,
} as const;

/**
 * Judges a command that writes or reads. Exit code first; text only where a code of 0 contradicts it.
 *
 * @param verb the first word of the command: some answers pass after `start` and `stop` only.
 */
export function judge(exitCode: number, stdout: string, verb = ""): Verdict {
  if (exitCode === 0) return stdout.includes("ERROR (") ? "failed" : "done";
  return exitCode === -1 || isPassing(exitCode, verb) ? "try again" : "failed";
}

/** Whether a write ended without a word: so ends a process that was killed on Windows. A `list` that finds nothing does too. */
export function isCutShort(exitCode: number, stdout: string): boolean {
  return exitCode === 1 && stdout.trim() === "";
}

/** appcmd's own message out of its output, in one line, with the command's secrets masked. */
export function failureMessage(exitCode: number, stdout: string, command: Command): string {
  const text = stdout.slice(Math.max(0, stdout.indexOf("ERROR (")));
  const line = inOneLine(maskSecrets(messageIn(text), command));
  const code = exitCode > 0xffff ? `0x${exitCode.toString(16)}` : String(exitCode);
  return line === "" ? `exit code ${code}, no message` : `exit code ${code}: ${line.slice(0, 1000)}`;
}

/**
 * The text with each run of blanks as one. In a process that has compiled many patterns V8 does not optimize further ones:
 * then the pattern of a run without a limit exhausts the stack on megabytes of blanks.
 */
function inOneLine(text: string): string {
  const run = /\s{1,9999}/g;
  return text.replace(run, " ").replace(run, " ").trim();
}

/** What stands behind `message:`, without the bracket round the error. A server may answer with megabytes: no pattern looks back. */
function messageIn(text: string): string {
  const at = text.indexOf("message:");
  if (at < 0) return text;
  const message = text.slice(at + "message:".length).trimEnd();
  return message.endsWith(")") ? message.slice(0, -1) : message;
}
