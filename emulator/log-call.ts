import { appendFileSync } from "node:fs";
import type { Result, World } from "./world";

/** Appends a call to the file of `APPCMD_EMULATOR_LOG`, as a line of JSON; does nothing without it. */
export function logCall({ env, pid }: World, argv: readonly string[], { exitCode, stdout, commit }: Result): void {
  const file = env["APPCMD_EMULATOR_LOG"];
  if (file === undefined || file === "") return;
  const bytes = Buffer.byteLength(stdout);
  const ms = Math.round(performance.now());
  appendFileSync(file, `${JSON.stringify({ argv, exitCode, bytes, commit, pid, ms })}\n`);
}
