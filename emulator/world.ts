/** Everything outside the emulator's own memory, so that tests can run it in their process. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** ID of this process; it marks the holder of the lock. */
  readonly pid: number;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => void;
  /** Ends this process at once, as a power failure or `kill -9` does. */
  readonly kill: () => never;
  readonly isAlive: (pid: number) => boolean;
  /** Text of `applicationPools-<version>.xml`. */
  readonly readSchema: (version: string) => string;
  /** All of standard input. */
  readonly readInput: () => string;
  /** Prints a message that is not part of an answer. Default: nothing is printed. */
  readonly warn?: (sentence: string) => void;
  readonly files: Files;
}

/** Codes of files that are not read: a pipe, a device or a folder; and a file that would use too much memory. */
export const notRegular = "ENOTREGULAR";
/** See {@link notRegular}. */
export const tooLarge = "EFBIG";

/** The file operations of the emulator. They throw errors with a `code`, like Node's. */
export interface Files {
  /** Content; undefined if there is no such file. */
  readonly read: (path: string) => Buffer | undefined;
  /**
   * Writes a whole file in one step: other processes see the old content or the new one. Its mode is that of `like`, by
   * default its own. Missing folders are made.
   */
  readonly replace: (path: string, content: string, like?: string) => void;
  /** Creates a file; false if it already exists. */
  readonly create: (path: string, content: string) => boolean;
  /** Removes a file, or a folder with all that is in it. */
  readonly remove: (path: string) => void;
  /** The names of the files and folders in a folder; empty if there is no such folder. */
  readonly list: (path: string) => readonly string[];
  /** Time of the last change in milliseconds; undefined if there is no such file. */
  readonly changed: (path: string) => number | undefined;
  /** The target of a link; any other path is returned unchanged. */
  readonly target: (path: string) => string;
}

/** The result of a call of appcmd. */
export interface Result {
  readonly stdout: string;
  /** The full 32-bit exit code of Windows. */
  readonly exitCode: number;
  /** Whether the configuration file was written. */
  readonly commit: boolean;
}
