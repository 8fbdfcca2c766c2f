import { mkdirSync } from "node:fs";
import { win32 } from "node:path";
import type { Environment } from "../../env-reference";
import { IisError } from "../../errors";
import { runProcess } from "../../transport/process";

/** SYSTEM and the group Administrators, by their identifiers: their names are translated. */
const allowed = ["*S-1-5-18", "*S-1-5-32-544"];

/**
 * Makes the folder of an agent's state, and on Windows allows only SYSTEM and administrators there: below ProgramData every user
 * may otherwise make files, which an agent would read as its own.
 *
 * @param env has `SystemRoot`
 * @throws IisError `TASK_FAILED`; Error of the system
 */
export async function protectFolder(folder: string, env: Environment): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.platform !== "win32") return;
  const file = win32.join(env["SystemRoot"] ?? "C:\\Windows", "System32", "icacls.exe");
  const grants = allowed.map((sid) => `${sid}:(OI)(CI)F`);
  const { exitCode } = await runProcess({
    file,
    arguments: [folder, "/inheritance:r", "/grant:r", ...grants],
    timeoutMs: 60_000,
  });
  if (exitCode === 0) return;
  const problem = `cannot protect ${folder}: icacls exits with ${String(exitCode)}`;
  throw new IisError("TASK_FAILED", { problem, hint: "Run it in an elevated prompt" });
}
