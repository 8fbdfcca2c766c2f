import type { Connection } from "../connection/schema";
import type { TemporaryFiles } from "../engine/doctor/bench";
import type { Transport } from "../transport/transport";
import { visiblePiece } from "../visible-text";

/** Where text goes. */
export interface Output {
  write(text: string): unknown;
}

/** Where text for people goes: control characters and the like are spelled out. */
export interface VisibleOutput {
  /** @param isColoured the text has the colours of the reports, which stay. */
  write(text: string, isColoured?: boolean): unknown;
}

/** All that a call of the CLI has from outside. */
export interface Io {
  /** The result, and nothing else. */
  readonly stdout: VisibleOutput;
  /** Errors and help about wrong calls. */
  readonly stderr: VisibleOutput;
  /** Shows a line on the terminal of stderr in place of the one before; "" removes it. Undefined without a terminal. */
  readonly showStatus?: (line: string) => void;
  /** All of stdin as UTF-8. Undefined if stdin is a terminal. @throws Failure if it is too large */
  readonly readInput?: () => Promise<string>;
  /** The transport to a host. @throws IisError `NO_APPCMD` */
  readonly connect: (connection: Connection | undefined) => Transport;
  /** Temporary files that appcmd of that host can read. */
  readonly files: TemporaryFiles;
  /** Aborted by Ctrl-C: finish what must be finished, then return `interrupted`. */
  readonly signal: AbortSignal;
  /** Sets the line that is printed if the program must exit before that. */
  readonly setFinalMessage: (line: string) => void;
  readonly place: Place;
}

/** The same with the bare streams of a process. */
export type World = Omit<Io, "stdout" | "stderr"> & Readonly<Record<"stdout" | "stderr", Output>>;

/** The folder, environment and terminal of a call. */
export interface Place {
  /** Where relative paths start. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether stdout is a terminal. */
  readonly isTerminal: boolean;
  /** Whether stdout goes to a file or to nowhere, apart from stderr: then who reads stderr does not see it. Default false. */
  readonly isRedirected?: boolean;
  /** Writes a question to stderr and returns the line that was typed; undefined without a terminal. */
  readonly ask?: (question: string, signal: AbortSignal) => Promise<string>;
  readonly now: () => Date;
}

/** The same, where all that a call prints or asks goes through {@link visiblePiece}. */
export function visibleIo(io: World): Io {
  const { showStatus, place } = io;
  const { ask } = place;
  return {
    ...io,
    stdout: visibleOutput(io.stdout),
    stderr: visibleOutput(io.stderr),
    ...(showStatus && {
      showStatus: (line) => {
        showStatus(visiblePiece(line));
      },
    }),
    setFinalMessage: (line) => {
      io.setFinalMessage(visiblePiece(line));
    },
    place: { ...io.place, ...(ask && { ask: (question, signal) => ask(visiblePiece(question), signal) }) },
  };
}

function visibleOutput(output: Output): VisibleOutput {
  return { write: (text, isColoured) => output.write(visiblePiece(text, isColoured)) };
}
