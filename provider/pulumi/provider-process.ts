// The process in which the provider runs: the plugin's own, or the dynamic provider server of Pulumi's SDK.
import { fstatSync } from "node:fs";
import { lazily } from "../lazily";
import { leaveConnections } from "../transport/remote/shared-connection";
import { abandonSessions } from "./core/sessions";

const standardInput = 0;

/** By these the engine asks a process to end; it kills one that has not ended five seconds later. */
const requests = ["SIGINT", "SIGTERM", "SIGBREAK"] as const;

/**
 * Ends this process when the engine that started it asks for it or has ended, even if it was killed: the running write
 * finishes, no further one starts, and what servers keep of this process is deleted. The engine holds the other end of
 * standard input and writes nothing to it, so the end of input is the end of the engine. If standard input is not a
 * pipe, this is not detected and the process continues.
 */
export function endWithEngine(): void {
  const end = lazily(async (): Promise<void> => {
    await abandonSessions();
    await leaveConnections();
    process.exit(0);
  });
  const begin = (): void => {
    void end();
  };
  // Once: a second request ends the process at once.
  for (const request of requests) process.once(request, begin);
  if (!isPipe(standardInput)) return;
  process.stdin.once("end", begin).once("error", begin).resume();
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
