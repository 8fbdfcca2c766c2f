import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../provider/cli/main";
import { localFiles } from "../../provider/engine/doctor/bench";
import { connect } from "../../provider/transport/connect";
import { closeConnections } from "../../provider/transport/ssh/connection";
import { verbs } from "../engine/offline-host";
import { describeWithSshd } from "../transport/openssh/needs";
import { freePort, type Sshd, startSshd } from "../transport/openssh/sshd";
import { windowsHost } from "../transport/openssh/windows-host";

describeWithSshd("iispools with servers over SSH", () => {
  let sshd: Sshd;

  beforeAll(async () => {
    sshd = await startSshd({ addresses: ["127.0.0.1", "127.0.0.2"] });
  });

  afterAll(async () => {
    closeConnections();
    await sshd.stop();
  });

  async function call(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const written = { stdout: "", stderr: "" };
    const code = await run(argv, {
      stdout: { write: (text) => (written.stdout += text) },
      stderr: { write: (text) => (written.stderr += text) },
      connect,
      files: localFiles,
      signal: new AbortController().signal,
      setFinalMessage: () => undefined,
      place: { cwd: sshd.folder, env: process.env, isTerminal: false, now: () => new Date() },
    });
    return { code, ...written };
  }

  it("applies to two hosts what a file declares, and then finds nothing to do", async () => {
    const hosts = ["127.0.0.1", "127.0.0.2"].map((address) => windowsHost(sshd, address));
    process.env["DEPLOY_KEY"] = sshd.userKey.privateKey;
    const lines = hosts.map(({ connection: { host, port, user, hostKey } }, index) => {
      const fields = { host, port, user, hostKey, privateKey: "${env:DEPLOY_KEY}" };
      return `  web-0${index + 1}: ${JSON.stringify(fields)}`;
    });
    const file = (more = ""): string =>
      ["version: 1", "hosts:", ...lines, more, "pools:", "  Größe: { queueLength: 2000 }"].join("\n");
    writeFileSync(join(sshd.folder, "pools.yaml"), file());
    expect(await call("apply", "--yes", "--no-backup")).toMatchObject({ code: 0 });
    for (const host of hosts) {
      expect(host.config()).toContain('<add name="Größe" queueLength="2000"');
      expect(verbs(host.takeCalls()).filter((verb) => verb === "set config")).toHaveLength(1);
    }
    expect(await call("plan", "--detailed-exitcode")).toMatchObject({ code: 0 });

    // A plan that is saved holds the reference, not the key; a host that is not there hides no other.
    const port = await freePort("127.0.0.1");
    const gone = JSON.stringify({
      host: "127.0.0.1",
      port,
      user: "me",
      privateKey: "${env:DEPLOY_KEY}",
      dialErrorLimit: 1,
    });
    writeFileSync(join(sshd.folder, "pools.yaml"), file(`  web-03: ${gone}`));
    const { code, stdout, stderr } = await call("plan");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^web-03 +UNREACHABLE: .*cannot connect to its SSH server/m);
    expect(stdout).toContain("web-01");
    expect(stdout + stderr).not.toContain("PRIVATE KEY");
  });

  it("tells where a secret stands in a file, or its variable is not set", async () => {
    const hosts = (password: string): string =>
      `version: 1\nhosts: { web: { host: web, user: me, password: "${password}", port: "22" } }\npools: { A: {} }\n`;
    const file = join(sshd.folder, "secret.yaml");
    writeFileSync(file, hosts("canary"));
    const written = await call("validate", file);
    expect(written).toMatchObject({ code: 1 });
    expect(written.stderr).toMatch(/secret\.yaml:2:\d+ hosts\.web\.port: /);
    expect(written.stderr).toMatch(
      /secret\.yaml:2:\d+ hosts\.web\.password: secrets are not allowed in files; use \$\{env:NAME\}$/m,
    );
    expect(written.stderr).not.toContain("canary");
    writeFileSync(file, hosts("${env:NOT_SET_HERE}").replace(', port: "22"', ""));
    expect((await call("validate", file)).code).toBe(0);
    const unset = await call("plan", file);
    expect(unset.code).toBe(1);
    expect(unset.stdout).toMatch(/^web +AUTH_FAILED: password: the environment variable NOT_SET_HERE is not set$/m);
  });
});
