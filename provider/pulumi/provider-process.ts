// The process in which the provider runs: the plugin's own, or the dynamic provider server of Pulumi's SDK.
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

/** Whether this is the dynamic provider server of Pulumi's SDK. Other programs that load this package are not ended and may print anything. */
const isSdkServer = /[\\/]cmd[\\/]dynamic-provider[\\/]/.test(require.main?.filename ?? "");

const copies = new Set<string>();

/** Makes the server end with its engine, which it does not detect itself, and print no second copy of an error. */
export function prepareSdkServer(): void {
  if (!isSdkServer) return;
  endWithEngine();
  const write = process.stderr.write.bind(process.stderr) as (...args: unknown[]) => boolean;
  process.stderr.write = (text: unknown, ...rest: unknown[]) => copies.has(String(text)) || write(text, ...rest);
}

/** The error in a form that the server reports to the engine but does not print. Its stack is empty. */
export function withoutCopy(error: Error): Error {
  copies.add(`${String(error)}: \n`);
  return error;
}
