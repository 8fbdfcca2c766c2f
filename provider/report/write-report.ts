import { visiblePiece } from "../visible-text";
import { writeHtml } from "./html/html";
import { writeJunit } from "./junit";
import { writeMarkdown } from "./markdown/markdown";
import { writeSarif } from "./sarif";
import type { ReportDocument } from "./schema/change-reports";
import { writeText } from "./text/text";
import { describeTotals } from "./view/counts";
import type { View } from "./view/model";
import { viewDocument } from "./view/view";

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
  /** Hosts whose errors were printed already: the text of an apply does not repeat their sentences. Default: none. */
  readonly explained?: ReadonlySet<string>;
}

/** The last line of a document's text: its totals. */
export function writeTotals(document: ReportDocument): string {
  return visiblePiece(`${describeTotals(viewDocument(document))}\n`, false);
}

const writers: Readonly<Record<Exclude<ReportFormat, "json">, (view: View, options: ReportOptions) => string>> = {
  text: writeText,
  markdown: writeMarkdown,
  html: writeHtml,
  junit: writeJunit,
  sarif: writeSarif,
};

/**
 * A document in a format, ready to print: it ends with a line break and contains no secret. The same document gives the same
 * text, now or when it is read from a file.
 */
export function writeReport(document: ReportDocument, format: ReportFormat, options: ReportOptions): string {
  const text =
    format === "json"
      ? `${JSON.stringify(document, undefined, 2)}\n`
      : writers[format](viewDocument(document), options);
  return visiblePiece(text, options.colour);
}
