import type * as z from "zod";
import type { Fault } from "../errors";
import { pathOf } from "../input/faults-of";
import { isRecord } from "../record";
import { applyReport, driftReport, lintReport, planReport, type ReportDocument } from "./schema/change-reports";
import { compareReport } from "./schema/compare-report";

const schemas = {
  "iispools.plan/1": planReport,
  "iispools.apply/1": applyReport,
  "iispools.drift/1": driftReport,
  "iispools.lint/1": lintReport,
  "iispools.compare/1": compareReport,
} as const;

/** A document, or every reason why a text is none. */
export type ReadReport =
  { readonly ok: true; readonly document: ReportDocument } | { readonly ok: false; readonly faults: readonly Fault[] };

const howToMake = "to make one: iispools plan --format json --output FILE";

/**
 * The report in the text of a file: of `plan`, `apply`, `drift`, `lint`, `validate` or `compare` with `--format json`. Members that this
 * version does not know are omitted: a later version may have added them.
 */
export function readReport(text: string): ReadReport {
  const found = parse(text);
  if (!isRecord(found)) return refuse(`is not a report: it is not a JSON object; ${howToMake}`);
  const { schema: name } = found;
  if (name === "iispools.saved-plan/1") {
    return refuse("is a saved plan, which iispools apply reads; a report of it is made by iispools plan --format json");
  }
  const schema =
    typeof name === "string" && Object.hasOwn(schemas, name) ? schemas[name as keyof typeof schemas] : undefined;
  if (schema === undefined)
    return refuse(`is not a report of plan, apply, drift, lint, validate or compare; ${howToMake}`);
  const { error } = schema.safeParse(found);
  for (const issue of error?.issues ?? []) if (issue.code === "unrecognized_keys") remove(found, issue);
  const faults = schema.safeParse(found).error?.issues ?? [];
  // The text's own order of members is kept, so that it is written as it was.
  if (faults.length === 0) return { ok: true, document: found as ReportDocument };
  return { ok: false, faults: faults.map(({ path, message }) => ({ path: pathOf(path as string[]), message })) };
}

function parse(text: string): unknown {
  try {
    // PowerShell 5 writes a byte order mark before UTF-8.
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
}

function refuse(message: string): ReadReport {
  return { ok: false, faults: [{ path: "", message }] };
}

function remove(document: Record<string, unknown>, { path, keys }: z.core.$ZodIssueUnrecognizedKeys): void {
  let part: unknown = document;
  for (const key of path) part = (part as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key];
  if (isRecord(part)) for (const key of keys) Reflect.deleteProperty(part, key);
}
