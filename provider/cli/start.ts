import { isatty } from "node:tty";
import { describeCrash } from "../crash";
import { localFiles } from "../engine/doctor/bench";
import { visiblePiece } from "../visible-text";
import { ask } from "./confirm";
import { exitCodes } from "./outcome";
import { run } from "./main";
import { watchSignals } from "./watch-signals";

/** Runs one call of `iispools` as this process. */
export async function start(argv: readonly string[]): Promise<void> {
  const crash = (error: unknown): void => {
    process.exitCode = exitCodes.error;
    process.stderr.write(visiblePiece(`iispools: ${describeCrash(error)}\n`));
  };
  // What goes wrong beside the work, as at a connection, ends no other work: other hosts still have their report.
  process.on("uncaughtException", crash);
  const cwd = workingFolder();
  if (cwd === undefined) {
    process.stderr.write("iispools: the working folder does not exist any more. Change to one that exists.\n");
    process.exitCode = exitCodes.error;
    return;
  }
  try {
    const code = await run(argv, {
      stdout: process.stdout,
      stderr: process.stderr,
      connect: (connection) =>
        (require("../transport/connect") as typeof import("../transport/connect")).connect(connection),
      files: localFiles,
      ...watchSignals(),
      place: {
        cwd,
        env: process.env,
        // Not stdout.isTTY, which is undefined for a pipe: picocolors then decides by itself, and writes in colour in CI.
        isTerminal: isatty(1),
        ...(isatty(0) && { ask }),
        now: () => new Date(),
      },
    });
    // Not exit: what was written may still be on its way. What failed meanwhile beside the call stays a failure.
    process.exitCode ??= code;
  } catch (error) {
    crash(error);
  }
}

function workingFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}
