import { resolve } from "node:path";
import { megabyte, readRegularFile, UnreadableFile } from "../read-file";
import type { NamedReport } from "../report/named-report";
import { readReport } from "../report/read-report";
import { decodeFile } from "../xml/parse";
import { Failure } from "./failure";
import type { Io } from "./io";

/** The largest report that is read; one of 10,000 pools is about 25 MB. */
const largestReport = 128 * megabyte;

/** The reports in files, in their order. @throws Failure with every fault of every file */
export function readReports(files: readonly string[], { place: { cwd } }: Io): NamedReport[] {
  const read = files.map((file) => ({ file, found: reportIn(file, cwd) }));
  const faults = read.flatMap(({ file, found }) =>
    found.ok
      ? []
      : found.faults.map(({ path, message }) => ({ path: path === "" ? file : `${file}: ${path}`, message })),
  );
  if (faults.length > 0) throw new Failure(faults);
  return read.flatMap(({ file, found }) => (found.ok ? [{ file, document: found.document }] : []));
}

function reportIn(file: string, cwd: string): ReturnType<typeof readReport> {
  try {
    const text = decodeFile(readRegularFile(resolve(cwd, file), largestReport));
    if (text !== undefined) return readReport(text);
    return { ok: false, faults: [{ path: "", message: "is not text in UTF-8 or UTF-16" }] };
  } catch (error) {
    if (error instanceof UnreadableFile) return { ok: false, faults: [{ path: "", message: error.message }] };
    throw error;
  }
}
