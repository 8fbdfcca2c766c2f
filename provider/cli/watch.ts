import { writeSync } from "node:fs";
import { describeSystemError, systemErrorCode } from "../read-file";
import type { Io } from "./io";
import { exitCodes } from "./outcome";

/** The signals that end a program: Ctrl-C, a request to terminate, a closed terminal, and Ctrl-Break of Windows. */
const endingSignals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"] as const;

/** One of the signals that end a program. */
export type EndingSignal = (typeof endingSignals)[number];

/** The part of the process that {@link watchSignals} uses. */
export interface Program {
  on(signal: EndingSignal, listener: (signal: NodeJS.Signals) => void): unknown;
  exit(code: number): void;
}

/** A second signal within this many milliseconds is a copy of the first: npx forwards what the terminal has sent already. */
const echoMs = 200;

/** Listens to the signals that end the program: the first one aborts the signal, a second one prints the final message and exits. */
export function watchSignals(
  program: Program = process,
  print: (text: string) => unknown = printNow,
  now: () => number = () => performance.now(),
): Pick<Io, "signal" | "setFinalMessage"> {
  const controller = new AbortController();
  let finalMessage = "";
  let first = 0;
  const onSignal = (name: NodeJS.Signals): void => {
    if (!controller.signal.aborted) {
      first = now();
      controller.abort(new Error(`interrupted by ${name}`));
    } else if (now() - first >= echoMs) {
      if (finalMessage !== "") print(`${finalMessage}\n`);
      program.exit(exitCodes.interrupted);
    }
  };
  for (const signal of endingSignals) program.on(signal, onSignal);
  return {
    signal: controller.signal,
    setFinalMessage: (line) => {
      finalMessage = line;
    },
  };
}

/** Standard error may be closed already. */
function printNow(text: string): void {
  try {
    writeSync(2, text);
  } catch {
    return;
  }
}

/**
 * Keeps the work going if output cannot be written. A reader that has closed its pipe, as in `iispools apply | head`, is not an
 * error. Any other reason is reported in one sentence, and the exit code is 1.
 */
export function watchOutput(program: Pick<NodeJS.Process, "stdout" | "stderr"> = process): void {
  let isLost = false;
  const listen = (stream: NodeJS.WriteStream, name: string): void => {
    stream.on("error", (error) => {
      if (isLost || systemErrorCode(error) === "EPIPE") return;
      isLost = true;
      process.exitCode = exitCodes.error;
      const why = describeSystemError(systemErrorCode(error) ?? "an error");
      if (stream !== program.stderr) program.stderr.write(`cannot write to ${name}: ${why}\n`);
    });
  };
  listen(program.stdout, "standard output");
  listen(program.stderr, "standard error");
}
