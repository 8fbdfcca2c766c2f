import { createInterface } from "node:readline";
import { IisError } from "../errors";
import type { Io, Output } from "./io";
import type { ReportFlags } from "./options";
import { Failure } from "./outcome";

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

/** Where the report goes, and whether people are asked. */
type Flags = Pick<ReportFlags, "format" | "output"> & { readonly yes?: boolean };

/** Where people see what they are asked about: where stdout is for a program, on stderr; nowhere where nobody is asked. */
export function seenByPeople({ format, output, yes }: Flags, io: Io): Output | undefined {
  if (format === "text" || output !== undefined) return io.stdout;
  return yes === true ? undefined : io.stderr;
}

/**
 * Asks whether to go on; only `yes` is a yes.
 *
 * @throws Failure where nobody can be asked; IisError `INTERRUPTED` where Ctrl-C was the answer
 */
export async function confirm(io: Io, question: string): Promise<boolean> {
  const { ask } = io.place;
  if (ask === undefined) {
    const message = "is required to write if there is no terminal to ask on";
    throw new Failure([{ path: "--yes", message }]);
  }
  try {
    return (await ask(`${question} Only "yes" will do it: `, io.signal)).trim() === "yes";
  } catch (error) {
    if (!io.signal.aborted) throw error;
    io.stderr.write("\n");
    throw new IisError("INTERRUPTED", { problem: "interrupted; nothing was written" });
  }
}
