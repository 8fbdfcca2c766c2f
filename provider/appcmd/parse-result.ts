import type { Command } from "./argument";

/** What an exit code means for who sent the command. */
export type Verdict =
  | "done"
  /** Whoever looks at the host anew may find that the same command succeeds now, or is needed no more. */
  | "try again"
  | "failed";

/** Win32 codes that appcmd ends with, as far as this package acts on them. */
export const exitCodes = {
  fileInUse: 32,
  alreadyExists: 183,
  fileMapped: 1224,
  alreadyRunning: 1056,
  notActive: 1062,
  remoteCallFailed: 1726,
  noSuchElement: 4312,
  callRejected: 0x80010006,
} as const;

/** Judges a command that writes or reads. Exit code first; text only where a code of 0 contradicts it. */
export function judge(exitCode: number, stdout: string): Verdict {
  if (exitCode === 0) return stdout.includes("ERROR (") ? "failed" : "done";
  const { fileInUse, fileMapped, remoteCallFailed, callRejected } = exitCodes;
  const transient: readonly number[] = [fileInUse, fileMapped, remoteCallFailed, callRejected];
  return transient.includes(exitCode) || exitCode === -1 ? "try again" : "failed";
}

/** Whether a write ended without a word: so ends a process that was killed on Windows. A `list` that finds nothing does too. */
export function isCutShort(exitCode: number, stdout: string): boolean {
  return exitCode === 1 && stdout.trim() === "";
}

/** appcmd's own message out of its output, in one line, with the command's secrets masked. */
export function failureMessage(exitCode: number, stdout: string, command: Command): string {
  const text = stdout.slice(Math.max(0, stdout.indexOf("ERROR (")));
  const message = /message:([\s\S]*?)\)?\s*$/.exec(text)?.[1] ?? text;
  const line = maskSecrets(message, command).replace(/\s+/g, " ").trim();
  const code = exitCode > 0xffff ? `0x${exitCode.toString(16)}` : String(exitCode);
  return line === "" ? `exit code ${code}, no message` : `exit code ${code}: ${line.slice(0, 1000)}`;
}

/** Masks every secret that the command carried, escaped or not. */
function maskSecrets(text: string, command: Command): string {
  return command
    .filter((argument) => argument.text !== argument.shown)
    .flatMap((argument) => {
      const secret = argument.text.slice(argument.shown.length - "[secret]".length);
      return [secret, secret.replaceAll("%25", "%")];
    })
    .filter((secret) => secret !== "")
    .reduce((masked, secret) => masked.replaceAll(secret, "[secret]"), text);
}
