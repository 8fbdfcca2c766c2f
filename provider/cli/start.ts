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
      isTerminal: process.stdout.isTTY,
      ...(process.stdin.isTTY && { ask }),
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
