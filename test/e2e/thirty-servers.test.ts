import { readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { describeWithSshd } from "../transport/openssh/needs";
import { copyExample, type Example } from "./examples";
import { follow } from "./harness/follow";
import { furnish, introduce, namesOfServers, type SshServer, startServers } from "./harness/ssh-servers";

const page = "docs/administrators/thirty-servers.md";

describeWithSshd("thirty servers over SSH", () => {
  let example: Example;
  let servers: SshServer[] = [];

  beforeAll(async () => {
    example = copyExample("yaml-only");
    servers = await startServers(30, example);
  });

  afterAll(async () => {
    await Promise.all(servers.map(({ sshd }) => sshd.stop()));
    example.dispose();
  });

  /** All servers have a shop; the first twenty also have an interface. */
  function furnishAll(): void {
    const file = join(example.folder, "applicationHost.config");
    const add = (pool: string): void => {
      const ran = example.run(`npx appcmd-emulator add apppool /name:${pool} /apphostconfig:applicationHost.config`);
      expect(ran).toMatchObject({ code: 0 });
    };
    add("Shop");
    furnish(servers.slice(20), file);
    add("Api");
    furnish(servers.slice(0, 20), file);
  }

  it(`${page}: from nothing to reviewed files, staggered recycles, plan and apply`, () => {
    furnishAll();
    expect(example.run("rm -r *")).toMatchObject({ code: 0 });
    introduce(servers, example);
    const user = `--user ${userInfo().username}`;
    const printed = follow(page, {
      ...example,
      run: (script) => example.run(script.replace("--user deploy", user), namesOfServers),
    });
    expect(printed.get("iispools plan")?.trimEnd().split("\n").length).toBeLessThanOrEqual(40);
    for (const server of servers) {
      const times = readFileSync(server.config, "utf8").match(/<add value="0[23]:[0-5][05]:00" \/>/g);
      expect(times).toHaveLength(servers.indexOf(server) < 20 ? 3 : 2);
    }
  });
});
