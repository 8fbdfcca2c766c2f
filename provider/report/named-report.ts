import type { ReportDocument } from "./schema/change-reports";

/** A report with the file that it is from. */
export interface NamedReport {
  readonly file: string;
  readonly document: ReportDocument;
}
