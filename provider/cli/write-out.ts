import { documentOf } from "../report/document/document";
import type { Report } from "../report/report";
import type { ReportDocument } from "../report/schema/change-reports";
import { writeReport } from "../report/write-report";
import type { Io, Place } from "./io";
import type { ColourChoice, ReportFlags } from "./options";
import { madeOf } from "./made";
import { saveFile } from "./save-file";

/**
 * Whether to write in colour. `auto`: not with NO_COLOR, always with FORCE_COLOR (`0`: never), otherwise if stdout is a terminal
 * that is not `dumb`. Source: https://no-color.org, https://force-color.org
 */
export function wantsColour(choice: ColourChoice, { env, isTerminal }: Pick<Place, "env" | "isTerminal">): boolean {
  if (choice !== "auto") return choice === "always";
  const { NO_COLOR: no = "", FORCE_COLOR: force = "", TERM: terminal } = env;
  if (no !== "") return false;
  if (force !== "") return !["0", "false"].includes(force);
  return isTerminal && terminal !== "dumb";
}

/**
 * Writes a report as the options say: to stdout, or with `--output` to that file and as text to stdout.
 *
 * @param files the pool files that it is about
 */
export function writeOut(report: Report, files: readonly string[], flags: ReportFlags, io: Io): void {
  writeDocument(documentOf(report, madeOf(files, io.place)), flags, io);
}

/** The same for a document. */
export function writeDocument(document: ReportDocument, { format, output, color }: ReportFlags, io: Io): void {
  const colour = wantsColour(color, io.place);
  // First the text: it is all there is of the report if the file cannot be written.
  io.stdout.write(writeReport(document, output === undefined ? format : "text", { colour }), colour);
  if (output !== undefined)
    saveFile(output, writeReport(document, format, { colour: false }), { option: "--output" }, io);
}
