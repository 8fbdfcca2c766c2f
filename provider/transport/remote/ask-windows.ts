import { missingAppcmd, tellingFiles } from "../../appcmd/known-failures";
import type { RemoteShell } from "../../connection/remote-shell";
import { IisError } from "../../errors";
import { firstFileCode } from "../../quoting/quote";
import { type Decoder, readCodePage } from "../decode-output";
import type { ExecResult } from "../transport";
import type { RemoteAnswer } from "./client";

/** Runs a line in a shell of a server. */
export type RunLine = (line: string, end?: AbortSignal) => Promise<RemoteAnswer>;

/** The time of a command that is not appcmd, in milliseconds. */
export const shortTimeoutMs = 10_000;

/** The folder of Windows on a server; `C:\Windows` if the answer has none. Undefined if there is no answer. */
export async function askWindowsFolder(run: RunLine, shell: RemoteShell): Promise<string | undefined> {
  const outcome = await run(shell.windowsFolder);
  if (outcome.kind !== "ended") return undefined;
  const answer = outcome.stdout.toString("utf8");
  return /^[a-z]:\\[^\r\n]*/im.exec(answer)?.[0].trimEnd() ?? "C:\\Windows";
}

/**
 * The output of `chcp` on a server, which both shells know; undefined if it fails, because the command before it was sent
 * in any case.
 */
export async function askCodePage(run: RunLine): Promise<number | undefined> {
  const outcome = await run("chcp").catch(() => undefined);
  return outcome?.kind === "ended" ? readCodePage(outcome.stdout.toString("latin1")) : undefined;
}

/** Asks a server which files exist. @throws IisError `IIS_NOT_INSTALLED`, `ONLY_IIS_EXPRESS`, `MANAGEMENT_TOOLS_MISSING` */
export async function throwIfMissing(host: string, run: RunLine, shell: RemoteShell, end?: AbortSignal): Promise<void> {
  const outcome = await run(shell.firstFile(tellingFiles), end).catch(() => undefined);
  const missing = outcome?.kind === "ended" ? missingAppcmd(outcome.exitCode - firstFileCode) : undefined;
  if (missing !== undefined) throw new IisError(missing.code, { host, ...missing });
}

/** The result of a command as that of a process, with its output decoded. @throws the errors of `decode` */
export async function resultOf(outcome: RemoteAnswer, decode: Decoder): Promise<ExecResult> {
  if (outcome.kind === "lost") {
    const { failure } = outcome;
    return { exitCode: -1, stdout: "", ended: "lost", ...(failure !== undefined && { failure }) };
  }
  const printed = [outcome.stdout, outcome.stderr];
  if (outcome.kind !== "ended") {
    return { exitCode: -1, stdout: Buffer.concat(printed).toString("utf8"), ended: outcome.kind };
  }
  const read = await Promise.all(printed.map(decode));
  const codePage = read.find((one) => one.codePage !== undefined)?.codePage;
  const stdout = read.map(({ text }) => text).join("");
  return { exitCode: outcome.exitCode, stdout, ...(codePage !== undefined && { codePage }) };
}

/** Whether a shell that does not find the program may have ended in this way: appcmd prints nothing on standard error. */
export function isOfShell(outcome: RemoteAnswer): boolean {
  if (outcome.kind !== "ended") return false;
  const { exitCode, stdout, stderr } = outcome;
  return exitCode === 1 && stdout.length === 0 && stderr.length > 0;
}
