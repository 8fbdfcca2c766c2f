import { fstatSync } from "node:fs";
import { abandonSessions } from "./core/sessions";

const standardInput = 0;

/**
 * Ends this process when the engine that started it has ended, even if it was killed: the running write finishes, and
 * no further one starts. The engine holds the other end of standard input and writes nothing to it, so the end of input
 * is the end of the engine. If standard input is not a pipe, this is not detected and the process continues.
 */
export function endWithEngine(): void {
  if (!isPipe(standardInput)) return;
  const end = (): void => {
    void abandonSessions().then(() => process.exit(0));
  };
  process.stdin.once("end", end).once("error", end).resume();
}

function isPipe(descriptor: number): boolean {
  try {
    const kind = fstatSync(descriptor);
    return kind.isFIFO() || kind.isSocket();
  } catch {
    return false; // it is closed
  }
}
