import { IisError } from "../errors";
import { Failure } from "./failure";
import type { Io } from "./io";

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
