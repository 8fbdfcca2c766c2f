import { IisError } from "../errors";
import type { Io, Output } from "./io";
import type { ReportFlags } from "./options";
import { Failure } from "./failure";

/**
 * Writes a question to stderr and returns a line from stdin; empty at the end of stdin.
 *
 * @throws the reason of the signal if it is aborted.
 */
export async function ask(question: string, signal: AbortSignal): Promise<string> {
  // Loaded late: most calls ask nothing.
  const { createInterface } = await import("node:readline");
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

/** Where the report goes, and whether to ask. */
type Flags = Pick<ReportFlags, "format" | "output"> & { readonly yes?: boolean };

/** Where to show the changes to confirm: stderr if stdout is for a program; undefined with `--yes`. */
export function confirmationOutput({ format, output, yes }: Flags, io: Io): Output | undefined {
  if (format === "text" || output !== undefined) return io.stdout;
  return yes === true ? undefined : io.stderr;
}

/**
 * Asks for confirmation; only `yes` confirms.
 *
 * @throws Failure without a terminal; IisError `INTERRUPTED` for Ctrl-C
 */
export async function confirm(io: Io, question: string): Promise<boolean> {
  const { ask } = io.place;
  if (ask === undefined) {
    const message = "is required without a terminal";
    throw new Failure([{ path: "--yes", message }]);
  }
  try {
    return (await ask(`${question} Only "yes" confirms: `, io.signal)).trim() === "yes";
  } catch (error) {
    if (!io.signal.aborted) throw error;
    io.stderr.write("\n");
    throw new IisError("INTERRUPTED", { problem: "interrupted; nothing was written" });
  }
}
