import { isatty } from "node:tty";
import { localFiles } from "../engine/doctor/temporary-files";
import { ask } from "./ask";
import { run } from "./main";
import { watchSignals } from "./watch-signals";

/** Runs one call of `iispools` as this process. */
export async function start(argv: readonly string[]): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", passOverClosedPipe);
  const code = await run(argv, {
    stdout: process.stdout,
    stderr: process.stderr,
    connect: (connection) =>
      (require("../transport/connect") as typeof import("../transport/connect")).connect(connection),
    files: localFiles,
    ...watchSignals(),
    place: {
      cwd: process.cwd(),
      env: process.env,
      // Not stdout.isTTY, which is undefined for a pipe: picocolors then decides by itself, and writes in colour in CI.
      isTerminal: isatty(1),
      ...(isatty(0) && { ask }),
      now: () => new Date(),
    },
  });
  // Not exit: what was written may still be on its way.
  process.exitCode = code;
}

/** A reader that went away, as in `iispools apply | head`, keeps nothing from being done. */
function passOverClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
