import { writeSync } from "node:fs";
import { exitCodes } from "./outcome";
import type { Io } from "./io";

/** The signals that end a program: Ctrl-C, the end asked for, the end of its terminal, and Ctrl-Break of Windows. */
const endingSignals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"] as const;

/** One of the signals that end a program. */
export type EndingSignal = (typeof endingSignals)[number];

/** As much of the process as is needed here. */
export interface Program {
  on(signal: EndingSignal, listener: (signal: NodeJS.Signals) => void): unknown;
  exit(code: number): void;
}

/** A second signal within so many milliseconds is the first once more: npx hands on what the terminal has sent already. */
const echoMs = 200;

/** Whichever signal ends the program: the first one aborts the signal, a second one prints the last words and exits. */
export function watchSignals(
  program: Program = process,
  print: (text: string) => unknown = printNow,
  now: () => number = () => performance.now(),
): Pick<Io, "signal" | "setLastWords"> {
  const controller = new AbortController();
  let lastWords = "";
  let first = 0;
  const onSignal = (name: NodeJS.Signals): void => {
    if (!controller.signal.aborted) {
      first = now();
      controller.abort(new Error(`interrupted by ${name}`));
    } else if (now() - first >= echoMs) {
      if (lastWords !== "") print(`${lastWords}\n`);
      program.exit(exitCodes.interrupted);
    }
  };
  for (const signal of endingSignals) program.on(signal, onSignal);
  return {
    signal: controller.signal,
    setLastWords: (line) => {
      lastWords = line;
    },
  };
}

/** Nobody may be left who could read it. */
function printNow(text: string): void {
  try {
    writeSync(2, text);
  } catch {
    return;
  }
}
