import type { Io, Output } from "./io";
import type { ReportFlags } from "./verb-options";

/** Where the report goes, and whether people are asked. */
type Flags = Pick<ReportFlags, "format" | "output"> & { readonly yes?: boolean };

/** Where people see what they are asked about: where stdout is for a program, on stderr; nowhere where nobody is asked. */
export function seenByPeople({ format, output, yes }: Flags, io: Io): Output | undefined {
  if (format === "text" || output !== undefined) return io.stdout;
  return yes === true ? undefined : io.stderr;
}
