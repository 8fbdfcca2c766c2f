import type { ApplyFlags } from "./apply";
import type { Io, Output } from "./io";

/** Where people see what they are asked about: where stdout is for a program, on stderr; nowhere where nobody is asked. */
export function seenByPeople({ format, output, yes }: ApplyFlags, io: Io): Output | undefined {
  if (format === "text" || output !== undefined) return io.stdout;
  return yes === true ? undefined : io.stderr;
}
