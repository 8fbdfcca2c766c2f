import type { World } from "./io";

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
