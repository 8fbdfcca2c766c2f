import type { ReportDocument } from "../report/schema/change-reports";
import type { ErrorJson } from "../report/schema/parts";
import { type ExitCode, exitCodes } from "./outcome";

/**
 * The exit code of the verbs whose reports a document is made of, of `plan` that with `--detailed-exitcode`: interrupted, error, skipped
 * hosts or differences.
 */
export function exitCodeOfReport(document: ReportDocument): ExitCode {
  if (document.schema === "iispools.lint/1") {
    return document.counts.faults + document.counts.errors > 0 ? exitCodes.error : exitCodes.ok;
  }
  if (document.schema === "iispools.compare/1") {
    const { different, onlyFirst, onlySecond } = document.counts;
    const ofDefaults = document.applicationPoolDefaults.length;
    return different + onlyFirst + onlySecond + ofDefaults > 0 ? exitCodes.differs : exitCodes.ok;
  }
  const codes = codesIn(document);
  if (codes.includes("INTERRUPTED")) return exitCodes.interrupted;
  if (codes.length > 0) return exitCodes.error;
  if (document.hosts.some((host) => !host.ok && host.skipped === true)) return exitCodes.skipped;
  return differs(document) ? exitCodes.differs : exitCodes.ok;
}

type OnHosts = Exclude<ReportDocument, { schema: "iispools.lint/1" | "iispools.compare/1" }>;

/** The codes of all errors, those of skipped hosts excepted. */
function codesIn(document: OnHosts): readonly string[] {
  const codeOf = ({ code }: Pick<ErrorJson, "code">): string => code;
  const failed = document.hosts.flatMap((host) => (host.ok || host.skipped === true ? [] : [host.error.code]));
  if (document.schema === "iispools.drift/1") return failed;
  if (document.schema === "iispools.plan/1") {
    const notes = document.hosts.flatMap((host) => (host.ok ? host.notes : []));
    return [...failed, ...notes.flatMap(({ kind, code = "" }) => (kind === "refusal" ? [code] : []))];
  }
  const changes = document.hosts.flatMap((host) => (host.ok ? host.failed : []));
  const waves = document.waves?.flatMap(({ problems }) => problems.map(codeOf)) ?? [];
  return [...failed, ...changes.flatMap(({ error }) => (error === undefined ? [] : [error.code])), ...waves];
}

function differs(document: OnHosts): boolean {
  if (document.schema === "iispools.plan/1") {
    const { create, update, rename, delete: deleted } = document.counts;
    return create + update + rename + deleted > 0;
  }
  if (document.schema === "iispools.apply/1") return false;
  const { declared, undeclared, unknownPools } = document.counts;
  return declared + undeclared + unknownPools > 0;
}
