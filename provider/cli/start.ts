import { fstatSync } from "node:fs";
import { isatty } from "node:tty";
import { describeCrash } from "../crash";
import { visiblePiece } from "../visible-text";
import { ask } from "./confirm";
import { run } from "./main";
import { exitCodes } from "./outcome";
import { watchSignals } from "./watch";
import type { World } from "./io";

/** Runs one call of `iispools` as this process. */
export async function start(argv: readonly string[]): Promise<void> {
  const crash = (error: unknown): void => {
    process.exitCode = exitCodes.error;
    process.stderr.write(visiblePiece(`iispools: ${describeCrash(error)}\n`));
  };
  // An error outside the call, as on a connection, does not stop it: other hosts are still reported.
  process.on("uncaughtException", crash);
  const cwd = workingFolder();
  if (cwd === undefined) {
    process.stderr.write("iispools: the working folder does not exist any more. Change to one that exists.\n");
    process.exitCode = exitCodes.error;
    return;
  }
  const servers = { areConnected: false };
  try {
    const code = await run(argv, {
      stdout: process.stdout,
      ...terminalOf(process.stderr),
      ...(!isatty(0) && { readInput: readStdin }),
      connect: (connection) => {
        servers.areConnected = true;
        return (require("../transport/connect") as typeof import("../transport/connect")).connect(connection);
      },
      files: {
        create: (content) =>
          (require("../engine/doctor/bench") as typeof import("../engine/doctor/bench")).localFiles.create(content),
      },
      ...watchSignals(),
      place: {
        cwd,
        env: process.env,
        // Not stdout.isTTY, which is undefined for a pipe: picocolors then decides by itself, and writes in colour in CI.
        isTerminal: isatty(1),
        isRedirected: isRedirected(),
        ...(isatty(0) && { ask }),
        now: () => new Date(),
      },
    });
    if (servers.areConnected) await leaveServers();
    // Not exit: output may not be written yet. An error outside the call keeps its exit code.
    process.exitCode ??= code;
  } catch (error) {
    crash(error);
  }
}

/** All of stdin as UTF-8. */
async function readStdin(): Promise<string> {
  const { readUpTo } = await import("./read-stream.ts");
  return readUpTo(process.stdin);
}

/** Deletes what the servers would keep of this process, such as the shell of a login over WinRM. */
async function leaveServers(): Promise<void> {
  const { leaveConnections } =
    require("../transport/remote/shared-connection") as typeof import("../transport/remote/shared-connection");
  await leaveConnections();
}

/** Whether stdout goes to a file or a device, and stderr goes elsewhere. */
function isRedirected(): boolean {
  try {
    const [out, err] = [fstatSync(1), fstatSync(2)];
    const isTogether = out.dev === err.dev && out.ino === err.ino;
    return !isTogether && (out.isFile() || (out.isCharacterDevice() && !isatty(1)));
  } catch {
    // A stream that is closed, or a kind that has no status.
    return false;
  }
}

function workingFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

/** Begins the line again and removes what is on it. Source: ECMA-48, EL. */
const clearLine = "\r\u001b[2K";

/** A stream of a process. */
interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * Standard error as an output, and where it is a terminal also its status line, which other text removes: it appears again with
 * the next status.
 */
export function terminalOf(stream: Stream): Pick<World, "stderr" | "showStatus"> {
  if (stream.isTTY !== true || process.env["TERM"] === "dumb") return { stderr: stream };
  let isShown = false;
  const clear = (): void => {
    if (isShown) stream.write(clearLine);
    isShown = false;
  };
  return {
    stderr: {
      write: (text) => {
        clear();
        return stream.write(text);
      },
    },
    showStatus: (line) => {
      clear();
      if (line === "") return;
      // A line that wraps could not be removed.
      stream.write(line.slice(0, (stream.columns ?? 80) - 1));
      isShown = true;
    },
  };
}
