import type { Connection } from "../connection/schema";
import type { TemporaryFiles } from "../engine/doctor/bench";
import type { Transport } from "../transport/transport";
import { visiblePiece } from "../visible-text";

/** Where text goes. */
export interface Output {
  write(text: string): unknown;
}

/** Where text for people goes: what it must not hold is spelled out. */
export interface VisibleOutput {
  /** @param isColoured the text has the colours of the reports, which stay. */
  write(text: string, isColoured?: boolean): unknown;
}

/** What a call of the CLI has of the world. */
export interface Io {
  /** The answer, and nothing else. */
  readonly stdout: VisibleOutput;
  /** Errors and help about wrong calls. */
  readonly stderr: VisibleOutput;
  /** Leads to a host. @throws IisError `NO_APPCMD` */
  readonly connect: (connection: Connection | undefined) => Transport;
  /** Files that appcmd of that host sees. */
  readonly files: TemporaryFiles;
  /** Aborted where the program is to end: finish what must be finished, then end with `interrupted`. */
  readonly signal: AbortSignal;
  /** Sets the line to print where the program has to end at once, before it could do that. */
  readonly setLastWords: (line: string) => void;
  readonly place: Place;
}

/** The same with the bare streams of a process. */
export type World = Omit<Io, "stdout" | "stderr"> & Readonly<Record<"stdout" | "stderr", Output>>;

/** What a call knows of the place where it runs. */
export interface Place {
  /** Where relative paths start. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether people look at stdout. */
  readonly isTerminal: boolean;
  /** Puts a question on stderr and answers what was typed; left out where nobody can be asked. */
  readonly ask?: (question: string, signal: AbortSignal) => Promise<string>;
  readonly now: () => Date;
}

/** The same, but for people: whatever a call prints, asks and says last goes through {@link visiblePiece}. */
export function visibleIo(io: World): Io {
  const { ask } = io.place;
  return {
    ...io,
    stdout: visibleOutput(io.stdout),
    stderr: visibleOutput(io.stderr),
    setLastWords: (line) => {
      io.setLastWords(visiblePiece(line));
    },
    place: { ...io.place, ...(ask && { ask: (question, signal) => ask(visiblePiece(question), signal) }) },
  };
}

function visibleOutput(output: Output): VisibleOutput {
  return { write: (text, isColoured) => output.write(visiblePiece(text, isColoured)) };
}
