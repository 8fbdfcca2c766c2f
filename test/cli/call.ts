import type { Connection } from "../../provider/transport/connection";
import { run } from "../../provider/cli/main";
import type { DoctorHost } from "./doctor-host";

/** What a call of `iispools` left. */
export interface Called {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Where it connected to. */
  readonly connections: readonly (Connection | undefined)[];
}

/** Calls `iispools` in this process, on a host of this process. */
export async function call(host: DoctorHost, ...argv: string[]): Promise<Called> {
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
  });
  return { code, ...written, connections };
}
