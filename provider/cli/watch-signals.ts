import { writeSync } from "node:fs";
import { exitCodes, type Io } from "./io";

/** As much of the process as is needed here. */
export interface Program {
  on(signal: "SIGINT" | "SIGTERM", listener: (signal: NodeJS.Signals) => void): unknown;
  exit(code: number): void;
}

/** A second signal within so many milliseconds is the first once more: npx hands on what the terminal has sent already. */
const echoMs = 200;

/** SIGINT (Ctrl-C) and SIGTERM: the first one aborts the signal, a second one prints the last words and exits. */
export function watchSignals(
  program: Program = process,
  print: (text: string) => unknown = (text) => writeSync(2, text),
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
  program.on("SIGINT", onSignal);
  program.on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    setLastWords: (line) => {
      lastWords = line;
    },
  };
}
