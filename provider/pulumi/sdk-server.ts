/** Functions for the dynamic provider server of Pulumi's SDK, in whose process this package runs. */
import { endWithEngine } from "./end-with-engine";

/** Other programs that load this package are not ended and may print anything. */
const isSdkServer = /[\\/]cmd[\\/]dynamic-provider[\\/]/.test(require.main?.filename ?? "");

const copies = new Set<string>();

/** Makes the server end with its engine, which it does not detect itself, and print no second copy of an error. */
export function prepareSdkServer(): void {
  if (!isSdkServer) return;
  endWithEngine();
  const write = process.stderr.write.bind(process.stderr) as (...args: unknown[]) => boolean;
  process.stderr.write = (text: unknown, ...rest: unknown[]) => copies.delete(String(text)) || write(text, ...rest);
}

/** The error in a form that the server reports to the engine but does not print. Its stack is empty. */
export function withoutCopy(error: Error): Error {
  copies.add(`${String(error)}: \n`);
  return error;
}
