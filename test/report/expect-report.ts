import { Ajv, type ValidateFunction } from "ajv";

import { jsonSchemaOf } from "../../provider/input/json-schema";
import { reportSchema } from "../../provider/report/schema/report";

let isReport: ValidateFunction | undefined;

/** Expects a text to be a report as JSON as its schema describes it, and as docs/report.schema.json does. */
export function expectReport(text: string): void {
  const document: unknown = JSON.parse(text);
  isReport ??= new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(jsonSchemaOf(reportSchema));
  isReport(document);
  expect({ ajv: isReport.errors ?? [], zod: reportSchema.safeParse(document).error?.issues ?? [] }).toEqual({
    ajv: [],
    zod: [],
  });
}

/** The same for what a call of `iispools` printed, where that is a report. */
export function expectPrintedReport(argv: readonly string[], stdout: string): void {
  if (argv.includes("json") && stdout.startsWith("{")) expectReport(stdout);
}
