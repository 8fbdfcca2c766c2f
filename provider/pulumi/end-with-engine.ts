import { fstatSync } from "node:fs";
import { abandonSessions } from "./core/sessions";

const standardInput = 0;

/**
 * Ends this process when the engine that started it is gone, killed as it may be: after the write that runs, and nothing
 * further is begun. The engine holds the other end of standard input and writes nothing to it, so its end is the engine's.
 * Where standard input is no pipe, nobody says that, and the process goes on.
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
