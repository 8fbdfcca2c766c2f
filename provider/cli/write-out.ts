import type { Report } from "../report/view/model";
import { writeReport } from "../report/write-report";
import { wantsColour } from "./options";
import type { Io } from "./io";
import { saveFile } from "./save-file";
import type { ReportFlags } from "./options";

/** Writes a report as it was asked for: to stdout, or with `--output` to that file and as text to stdout. */
export function writeOut(report: Report, { format, output, color }: ReportFlags, io: Io): void {
  const colour = wantsColour(color, io.place.env, io.place.isTerminal);
  // First what is for people: it is all there is of the report where the file cannot be written.
  io.stdout.write(writeReport(report, output === undefined ? format : "text", { colour }), colour);
  if (output !== undefined)
    saveFile(output, writeReport(report, format, { colour: false }), { option: "--output" }, io);
}
