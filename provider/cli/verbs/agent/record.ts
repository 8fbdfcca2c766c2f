import { resolve } from "node:path";
import { errorsIn, isRunLog, keepLastRun, logRun, type RunRecord } from "../../../agent/run-record";
import { formatFault } from "../../../pool-file/pool-file";
import { describeSystemError, readStart, systemErrorCode, UnreadableFile } from "../../../read-file";
import { concludeWith, Failure } from "../../failure";
import type { Io } from "../../io";
import { type CallProblem, type ExitCode, exitCodes } from "../../outcome";
import { checkSavable } from "../../save-file";
import type { AgentFlags } from "./options";
import type { FoundByAgent } from "./run-once";
import type { AgentSetup } from "./setup";

/** Whose run it is. */
export interface Runner extends Pick<AgentSetup, "name" | "stateFolder"> {
  readonly source: Pick<AgentSetup["source"], "name">;
}

/** How a run has ended. */
export interface Ended {
  readonly startedAt: Date;
  readonly found: FoundByAgent;
  readonly exitCode: ExitCode;
  /** Why it could not do its work. */
  readonly problems: readonly CallProblem[];
}

/** Whether records can be appended to the file of `--log`. @throws Failure for a file that has something else */
export function checkLog({ log }: Pick<AgentFlags, "log">, io: Io): void {
  if (log === undefined) return;
  checkSavable(log, { option: "--log" }, io);
  const refuse = (message: string): never => {
    throw new Failure([{ path: "--log", message: `${log} ${message}; choose another file` }]);
  };
  try {
    const start = readStart(resolve(io.place.cwd, log), 100).toString("utf8");
    if (!isRunLog(start)) refuse("has something other than runs of an agent");
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    if (error.code !== "ENOENT") refuse(error.message);
  }
}

/**
 * Keeps the record of a run. A record that cannot be written is reported; it changes the exit code only of a run that is otherwise
 * `ok`.
 *
 * @returns the exit code of the run
 */
export function keepRecord(
  { name, source, stateFolder }: Runner,
  { log }: Pick<AgentFlags, "log">,
  { startedAt, found: { document, ...found }, exitCode, problems }: Ended,
  io: Io,
): ExitCode {
  const errors: RunRecord["errors"] = [
    ...problems.map((problem) =>
      "code" in problem
        ? { code: problem.code, message: problem.message }
        : { code: "INVALID_INPUT", message: formatFault(problem) },
    ),
    ...(document === undefined ? [] : errorsIn(document)),
  ];
  const record: RunRecord = {
    ...{ time: startedAt.toISOString(), durationMs: io.place.now().getTime() - startedAt.getTime() },
    ...{ host: name, source: source.name, exitCode, errors, ...found },
    ...(document !== undefined && { counts: document.counts }),
  };
  const lost = [
    ...faultOf("--state", stateFolder, () => {
      keepLastRun(record, stateFolder);
    }),
    ...(log === undefined
      ? []
      : faultOf("--log", log, () => {
          logRun(record, resolve(io.place.cwd, log));
        })),
  ];
  const written = concludeWith(io, lost);
  return exitCode === exitCodes.ok ? written : exitCode;
}

function faultOf(path: string, file: string, write: () => void): CallProblem[] {
  try {
    write();
    return [];
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    return [{ path, message: `the record of the run cannot be written to ${file}: ${describeSystemError(code)}` }];
  }
}
