import { createInterface } from "node:readline";

/**
 * Puts a question on stderr and reads a line from stdin; the empty text where stdin ends.
 *
 * @throws the reason of the signal where that is aborted.
 */
export function ask(question: string, signal: AbortSignal): Promise<string> {
  // Not `terminal`: that would take Ctrl-C from the process.
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  return new Promise<string>((resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", onAbort);
    lines.on("close", () => {
      resolve("");
    });
    lines.question(question, resolve);
  }).finally(() => {
    lines.close();
    process.stdin.destroy();
  });
}
