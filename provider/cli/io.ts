import type { TemporaryFiles } from "../engine/doctor/temporary-files";
import type { Connection } from "../transport/connection-schema";
import type { Transport } from "../transport/transport";

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
