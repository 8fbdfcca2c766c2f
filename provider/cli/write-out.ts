import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Report } from "../report/report";
import { writeReport } from "../report/write-report";
import { wantsColour } from "./colour";
import { Failure } from "./failure";
import type { Io } from "./io";
import type { ReportFlags } from "./verb-options";

/** Writes a report as it was asked for: to stdout, or with `--output` to that file and as text to stdout. */
export function writeOut(report: Report, { format, output, color }: ReportFlags, io: Io): void {
  const colour = wantsColour(color, io.place.env, io.place.isTerminal);
  if (output !== undefined) saveFile(output, writeReport(report, format, { colour: false }), "--output", io);
  io.stdout.write(writeReport(report, output === undefined ? format : "text", { colour }));
}

/** Writes a file that the option names. @throws Failure where that cannot be done */
export function saveFile(file: string, text: string, option: string, { place: { cwd } }: Io): void {
  try {
    writeFileSync(resolve(cwd, file), text);
  } catch (error) {
    throw new Failure([{ path: option, message: `cannot write ${file}: ${(error as Error).message}` }]);
  }
}
