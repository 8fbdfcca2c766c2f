import { chmodSync, copyFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findProgram } from "../../transport/openssh/needs";
import { type Sshd, startSshd } from "../../transport/openssh/sshd";
import type { Example } from "../examples";

/** A real SSH server with a host key of its own, which plays a Windows server. */
export interface SshServer {
  readonly name: string;
  readonly address: string;
  /** Its applicationHost.config. */
  readonly config: string;
  readonly sshd: Sshd;
}

/** Servers `web-01.example.com` and so on, which let in the key that a page makes in `~/.ssh/iis`. */
export function startServers(count: number, example: Example): Promise<SshServer[]> {
  // What it logs waits until a command has ended, so it must not be much.
  const lines = [`AuthorizedKeysFile ${join(dirname(example.folder), ".ssh/iis.pub")}`, "LogLevel INFO"];
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const address = `127.0.1.${index + 1}`;
      const name = `web-${String(index + 1).padStart(2, "0")}.example.com`;
      const sshd = await startSshd({ addresses: [address], lines });
      return { address, name, sshd, config: join(sshd.folder, `${address}.config`) };
    }),
  );
}

/** What stands in for DNS, for programs of Node. */
export const namesOfServers = { NODE_OPTIONS: `--require ${join(__dirname, "name-servers.cjs")}` };

/** Makes the files that a reader has: the servers by name, and the real ssh-keyscan, with addresses and ports for the names. */
export function introduce(servers: readonly SshServer[], example: Example): void {
  writeFileSync(
    join(example.folder, "servers.txt"),
    servers.map(({ name, sshd: { port } }) => `${name}:${port}\n`).join(""),
  );
  const file = join(dirname(example.folder), "bin/ssh-keyscan");
  const scans = servers.map(({ address, name, sshd: { port } }) => {
    const scan = `"${findProgram("ssh-keyscan")}" -t ed25519 -p ${port} ${address}`;
    return `${scan} 2>&1 | sed -n "s/^\\[${address}\\]/[${name}]/p"`;
  });
  writeFileSync(file, `#!/bin/sh\n[ "$*" = "-t ed25519 -f servers.txt" ] || exit 1\n${scans.join("\n")}\n`);
  chmodSync(file, 0o755);
}

/** Gives servers this configuration. */
export function furnish(servers: readonly SshServer[], config: string): void {
  for (const server of servers) copyFileSync(config, server.config);
}
