import { writeHtml } from "./html/html";
import { writeJson } from "./json";
import { writeJunit } from "./junit";
import { writeMarkdown } from "./markdown";
import { visiblePiece } from "../visible-text";
import type { Report, View } from "./view/model";
import { writeSarif } from "./sarif";
import { writeText } from "./text";
import { viewReport } from "./view/view";

/** The formats of a report. */
export const reportFormats = ["text", "json", "markdown", "html", "junit", "sarif"] as const;

/** A name of {@link reportFormats}. */
export type ReportFormat = (typeof reportFormats)[number];

/** Options for a report. */
export interface ReportOptions {
  /** Only `text` has colours. */
  readonly colour: boolean;
  /** The first line of `markdown`, an HTML comment that identifies a comment on a pull request. */
  readonly marker?: string;
}

const writers: Readonly<Record<ReportFormat, (view: View, options: ReportOptions) => string>> = {
  text: writeText,
  json: writeJson,
  markdown: writeMarkdown,
  html: writeHtml,
  junit: writeJunit,
  sarif: writeSarif,
};

/** A report in a format, ready to print: it ends with a line break and contains no secret. */
export function writeReport(report: Report, format: ReportFormat, options: ReportOptions): string {
  return visiblePiece(writers[format](viewReport(report), options), options.colour);
}
