/** What concerns the dynamic provider server of Pulumi's SDK, in whose process this package answers. */
import { endWithEngine } from "./end-with-engine";

/** Another program that loads this package is not ours to end, and prints what it likes. */
const isSdkServer = /[\\/]cmd[\\/]dynamic-provider[\\/]/.test(require.main?.filename ?? "");

const copies = new Set<string>();

/** Has the server end with its engine, which it does not notice itself, and print no second copy of an error. */
export function prepareSdkServer(): void {
  if (!isSdkServer) return;
  endWithEngine();
  const write = process.stderr.write.bind(process.stderr) as (...args: unknown[]) => boolean;
  process.stderr.write = (text: unknown, ...rest: unknown[]) => copies.delete(String(text)) || write(text, ...rest);
}

/** The error, which the server tells the engine and prints besides, as one that it does not print. Its stack is empty. */
export function withoutCopy(error: Error): Error {
  copies.add(`${String(error)}: \n`);
  return error;
}
