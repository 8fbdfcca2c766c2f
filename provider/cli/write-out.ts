import { documentOf } from "../report/document/document";
import type { Report } from "../report/report";
import type { ReportDocument } from "../report/schema/change-reports";
import { writeReport, writeTotals } from "../report/write-report";
import type { Io, Place } from "./io";
import type { ColourChoice, ReportFlags, ReportFormatName } from "./options";
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
 * Writes a report as the options say: to stdout, or with `--output` to that file and as text to stdout, of HTML only the totals. Returns whether people
 * who read stderr have its text.
 *
 * @param files the pool files that it is about
 * @param explained hosts whose errors were printed already, for the text
 */
export function writeOut(
  report: Report,
  files: readonly string[],
  flags: ReportFlags,
  io: Io,
  explained?: ReadonlySet<string>,
): boolean {
  return writeDocument(documentOf(report, madeOf(files, io.place)), flags, io, explained);
}

/** Whether people who read stderr have the text of a report too. */
export function showsText({ format, output }: Omit<ReportFlags, "color">, { isRedirected = false }: Place): boolean {
  return (format === "text" || output !== undefined) && !isRedirected;
}

/** The same for a document. */
export function writeDocument(
  document: ReportDocument,
  flags: ReportFlags,
  io: Io,
  explained: ReadonlySet<string> = new Set(),
): boolean {
  const { format, output, color } = flags;
  const colour = wantsColour(color, io.place);
  const print = (as: ReportFormatName): void => {
    io.stdout.write(writeReport(document, as, { colour, explained }), colour);
  };
  if (output === undefined) {
    print(format);
    return showsText(flags, io.place);
  }
  const save = (): void => {
    saveFile(output, writeReport(document, format, { colour: false }), { option: "--output" }, io);
  };
  if (isForBrowser(document, format)) {
    try {
      save();
    } catch (error) {
      print("text");
      throw error;
    }
    io.stdout.write(writeTotals(document));
    return false;
  }
  // First the text: it is all there is of the report if the file cannot be written.
  print("text");
  save();
  return showsText(flags, io.place);
}

/** Whether people read the report in a browser. The text of an apply is printed too: it says how to restore. */
function isForBrowser({ schema }: ReportDocument, format: ReportFormatName): boolean {
  return format === "html" && !schema.startsWith("iispools.apply/");
}
