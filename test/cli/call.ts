import type { Connection } from "../../provider/connection/schema";
import type { Place } from "../../provider/cli/io";
import { run } from "../../provider/cli/main";
import { expectPrintedReport } from "../report/expect-report";
import type { DoctorHost } from "./doctor-host";

/** What a call of `iispools` left. */
export interface Called {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Where it connected to. */
  readonly connections: readonly (Connection | undefined)[];
}

/** A place without environment variables, where nobody looks and nobody can be asked. */
export const nowhere: Place = {
  cwd: process.cwd(),
  env: {},
  isTerminal: false,
  isRedirected: true,
  now: () => new Date(0),
};

/** Calls `iispools` in this process, on a host of this process. */
export function call(host: DoctorHost, ...argv: string[]): Promise<Called> {
  return callWith(new AbortController().signal, host, ...argv);
}

/** The same, with the signal that ends it. */
export async function callWith(signal: AbortSignal, host: DoctorHost, ...argv: string[]): Promise<Called> {
  const written = { stdout: "", stderr: "" };
  const connections: (Connection | undefined)[] = [];
  const code = await run(argv, {
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    connect: (connection) => {
      connections.push(connection);
      return host.transport;
    },
    files: host.files,
    signal,
    setFinalMessage: () => undefined,
    place: nowhere,
  });
  expectPrintedReport(argv, written.stdout);
  return { code, ...written, connections };
}
