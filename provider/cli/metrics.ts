import { resolve } from "node:path";
import { packageVersion } from "../package-root";
import { megabyte, readRegularFile, UnreadableFile } from "../read-file";
import { isMetrics, type MetricsDocument, type MetricsRun, writeMetrics } from "../report/metrics/write-metrics";
import { concludeWith, Failure } from "./failure";
import type { Io } from "./io";
import { type ExitCode, exitCodes } from "./outcome";
import { saveFile } from "./save-file";

/** The option that names the file of metrics. */
export interface MetricsFlags {
  readonly metrics?: string;
}

/** What a run found until now. A later call replaces what an earlier one gave. */
export interface FoundByRun extends Pick<MetricsRun, "bundleAgeSeconds"> {
  /** Made only if metrics are written. */
  readonly document?: () => MetricsDocument;
}

/** Gets what a run found. */
export type RecordRun = (found: FoundByRun) => void;

/** More than 2,000 servers with 100 pools each take. */
const largestMetrics = 256 * megabyte;

/**
 * Does the work of a verb, and with `--metrics` writes its metrics when it ends, also after a failure. Metrics that cannot be
 * written are reported; they change the exit code only of a run that is otherwise `ok`.
 */
export async function withMetrics(
  verb: string,
  { metrics: file }: MetricsFlags,
  io: Io,
  work: (record: RecordRun) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (file === undefined) return work(() => undefined);
  const startedAt = io.place.now();
  let found: FoundByRun = {};
  const conclude = (code: ExitCode): ExitCode => {
    const isSuccess = code !== exitCodes.error && code !== exitCodes.interrupted;
    const { document, bundleAgeSeconds } = found;
    const run = { verb, version: packageVersion(), startedAt, endedAt: io.place.now(), isSuccess, bundleAgeSeconds };
    const written = saveMetrics(file, { ...run, document: document?.() }, io);
    return code === exitCodes.ok ? written : code;
  };
  let code: ExitCode;
  try {
    code = await work((more) => (found = { ...found, ...more }));
  } catch (error) {
    conclude(exitCodes.error);
    throw error;
  }
  return conclude(code);
}

function saveMetrics(file: string, run: MetricsRun, io: Io): ExitCode {
  try {
    saveFile(file, writeMetrics({ ...run, earlier: earlierMetrics(file, io) }), { option: "--metrics" }, io);
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return concludeWith(io, error.problems);
  }
}

/** The metrics that a file has; "" if there is none. @throws Failure for any other file: it may be what the user still needs */
function earlierMetrics(file: string, { place: { cwd } }: Io): string {
  const refuse = (message: string): never => {
    throw new Failure([{ path: "--metrics", message: `${file} ${message}; choose another file` }]);
  };
  try {
    const text = readRegularFile(resolve(cwd, file), largestMetrics).toString("utf8");
    return isMetrics(text) ? text : refuse("has something other than metrics of iispools");
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return error.code === "ENOENT" ? "" : refuse(error.message);
  }
}
