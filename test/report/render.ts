import { documentOf } from "../../provider/report/document/document";
import type { Report } from "../../provider/report/report";
import { type ReportFormat, type ReportOptions, writeReport } from "../../provider/report/write-report";

/** A report in a format, without colours unless they are asked for. */
export function render(report: Report, format: ReportFormat, options: Partial<ReportOptions> = {}): string {
  return writeReport(documentOf(report), format, { colour: false, ...options });
}
