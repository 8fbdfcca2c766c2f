import { lstatSync, mkdirSync } from "node:fs";
import { win32 } from "node:path";
import type { Environment } from "../../env-reference";
import { IisError } from "../../errors";
import { runProcess } from "../../transport/process";

/** The group Administrators and SYSTEM, by their identifiers: their names are translated. */
const administrators = "*S-1-5-32-544";
const allowed = ["*S-1-5-18", administrators];

/**
 * The arguments of each call of icacls, in their order. Another user may have made the folder before, as its owner and with rights
 * of their own: so it first gets another owner, then its files lose their own rights, and the folder the inherited ones.
 */
export function protectionCalls(folder: string): readonly (readonly string[])[] {
  return [
    [folder, "/setowner", administrators, "/T"],
    [folder, "/reset", "/T"],
    [folder, "/inheritance:r", "/grant:r", ...allowed.map((sid) => `${sid}:(OI)(CI)F`)],
  ];
}

/**
 * Makes the folder of an agent's state, and on Windows allows only SYSTEM and administrators there: below ProgramData every user
 * may otherwise make files, which an agent would read as its own.
 *
 * @param env has `SystemRoot`
 * @throws IisError `TASK_FAILED`; Error of the system
 */
export async function protectFolder(folder: string, env: Environment): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fail = (problem: string, hint: string): never => {
    throw new IisError("TASK_FAILED", { problem: `cannot protect ${folder}: ${problem}`, hint });
  };
  if (!lstatSync(folder).isDirectory()) fail("it is a link to another folder", "Delete it, or choose another --state");
  if (process.platform !== "win32") return;
  const file = win32.join(env["SystemRoot"] ?? "C:\\Windows", "System32", "icacls.exe");
  for (const args of protectionCalls(folder)) {
    const { exitCode } = await runProcess({ file, arguments: args, timeoutMs: 60_000 });
    if (exitCode !== 0) fail(`icacls ${args[1] ?? ""} exits with ${String(exitCode)}`, "Run it in an elevated prompt");
  }
}
