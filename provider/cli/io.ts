import type { TemporaryFiles } from "../engine/doctor/temporary-files";
import type { Connection } from "../transport/connection";
import type { Transport } from "../transport/transport";

/** Where text goes. */
export interface Output {
  write(text: string): unknown;
}

/** What a call of the CLI has of the world. */
export interface Io {
  /** The answer, and nothing else. */
  readonly stdout: Output;
  /** Errors and help about wrong calls. */
  readonly stderr: Output;
  /** Leads to a host. @throws IisError `NO_APPCMD` */
  readonly connect: (connection: Connection | undefined) => Transport;
  /** Files that appcmd of that host sees. */
  readonly files: TemporaryFiles;
}

/** What a call ends with: done, failed, or done and something seen differs from what is expected. */
export const exitCodes = { ok: 0, error: 1, differs: 2 } as const;

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
