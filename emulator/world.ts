/** Everything the emulator touches outside its own memory, so that tests can run it in their process. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Number of this process; it marks who holds the lock. */
  readonly pid: number;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => void;
  /** Ends this process at once, as power failure or `kill -9` does. */
  readonly kill: () => never;
  readonly isAlive: (pid: number) => boolean;
  /** Text of `applicationPools-<version>.xml`. */
  readonly readSchema: (version: string) => string;
  /** All of standard input. */
  readonly readInput: () => string;
  /** Tells people what is no part of an answer; left out: nobody is told. */
  readonly warn?: (sentence: string) => void;
  readonly files: Files;
}

/** Codes of files that are not read: a pipe, a device or a folder; and one that would fill the memory. */
export const notRegular = "ENOTREGULAR";
/** See {@link notRegular}. */
export const tooLarge = "EFBIG";

/** The few file operations the emulator needs. Those that fail throw an error with a `code` as Node's do. */
export interface Files {
  /** Content, or undefined when there is no such file. */
  readonly read: (path: string) => Buffer | undefined;
  /**
   * Writes a whole file in one step: other processes see the old content or the new one. Its mode is that of `like`, by
   * default its own.
   */
  readonly replace: (path: string, content: string, like?: string) => void;
  /** Creates a file; false when it is there already. */
  readonly create: (path: string, content: string) => boolean;
  readonly remove: (path: string) => void;
  /** Time of the last change in milliseconds, or undefined when there is no such file. */
  readonly changed: (path: string) => number | undefined;
  /** Where a link leads; a path that is no link answers itself. */
  readonly target: (path: string) => string;
}

/** What a call of appcmd gives back. */
export interface Result {
  readonly stdout: string;
  /** The full 32-bit exit code of Windows. */
  readonly exitCode: number;
  /** Whether the configuration file was written. */
  readonly commit: boolean;
}
