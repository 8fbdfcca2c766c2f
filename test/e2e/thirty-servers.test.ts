import { chmodSync, copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { describeWithSshd, findProgram } from "../transport/openssh/needs";
import { type Sshd, startSshd } from "../transport/openssh/sshd";
import { copyExample, type Example } from "./examples";
import { follow } from "./harness/follow";

const page = "docs/administrators/thirty-servers.md";

/** A real SSH server with a host key of its own, which plays a Windows server. */
interface Server {
  readonly name: string;
  readonly address: string;
  readonly sshd: Sshd;
}

describeWithSshd("thirty servers over SSH", () => {
  let example: Example;
  let servers: Server[] = [];

  beforeAll(async () => {
    example = copyExample("yaml-only");
    // The key that the page makes.
    const lines = [`AuthorizedKeysFile ${join(dirname(example.folder), ".ssh/iis.pub")}`];
    servers = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        const address = `127.0.1.${index + 1}`;
        const name = `web-${String(index + 1).padStart(2, "0")}.example.com`;
        return { address, name, sshd: await startSshd({ addresses: [address], lines }) };
      }),
    );
  });

  afterAll(async () => {
    await Promise.all(servers.map(({ sshd }) => sshd.stop()));
    example.dispose();
  });

  function configOf({ sshd, address }: Server): string {
    return join(sshd.folder, `${address}.config`);
  }

  /** All servers have a shop; the first twenty also have an interface. */
  function furnish(): void {
    const file = join(example.folder, "applicationHost.config");
    const add = (pool: string): void => {
      const ran = example.run(`npx appcmd-emulator add apppool /name:${pool} /apphostconfig:applicationHost.config`);
      expect(ran).toMatchObject({ code: 0 });
    };
    add("Shop");
    for (const server of servers.slice(20)) copyFileSync(file, configOf(server));
    add("Api");
    for (const server of servers.slice(0, 20)) copyFileSync(file, configOf(server));
  }

  /** The real ssh-keyscan, with the addresses and ports in place of the names. */
  function scanKeysByAddress(): void {
    const file = join(dirname(example.folder), "bin/ssh-keyscan");
    const lines = servers.map(({ address, name, sshd: { port } }) => {
      const scan = `"${findProgram("ssh-keyscan")}" -t ed25519 -p ${port} ${address}`;
      return `${scan} 2>&1 | sed -n "s/^\\[${address}\\]/[${name}]/p"`;
    });
    writeFileSync(file, `#!/bin/sh\n[ "$*" = "-t ed25519 -f servers.txt" ] || exit 1\n${lines.join("\n")}\n`);
    chmodSync(file, 0o755);
  }

  it(`${page}: from nothing to reviewed files, staggered recycles, plan and apply`, () => {
    furnish();
    scanKeysByAddress();
    expect(example.run("rm -r *")).toMatchObject({ code: 0 });
    writeFileSync(
      join(example.folder, "servers.txt"),
      servers.map(({ name, sshd: { port } }) => `${name}:${port}\n`).join(""),
    );
    const options = `--require ${join(__dirname, "harness/name-servers.cjs")}`;
    const user = `--user ${userInfo().username}`;
    const printed = follow(page, {
      ...example,
      run: (script) => example.run(script.replace("--user deploy", user), { NODE_OPTIONS: options }),
    });
    expect(printed.get("iispools plan")?.trimEnd().split("\n").length).toBeLessThanOrEqual(40);
    for (const server of servers) {
      const times = readFileSync(configOf(server), "utf8").match(/<add value="0[23]:[0-5][05]:00" \/>/g);
      expect(times).toHaveLength(servers.indexOf(server) < 20 ? 3 : 2);
    }
  });
});
