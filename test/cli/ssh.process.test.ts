import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../provider/cli/main";
import { localFiles } from "../../provider/engine/doctor/bench";
import { connect } from "../../provider/transport/connect";
import { closeConnections } from "../../provider/transport/remote/shared-connection";
import { sampleConfig, verbs } from "../engine/offline-host";
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

    // For pulumi import, a server is named by its address, as the provider names it.
    const imported = await call("import", "--format", "pulumi", "--files", "pools.yaml", "--host", "web-02");
    expect(imported.stdout).toContain('"id": "127.0.0.2/Größe"');
    expect(imported.stderr).toMatch(/^pulumi config set iis:host 127\.0\.0\.2\npulumi config set iis:port \d+\n/m);
    expect(imported.stdout + imported.stderr).not.toContain("DEPLOY_KEY");

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

  it.each(["cmd", "powershell"] as const)("restores the pools of a backup, through %s", async (shell) => {
    const server = shell === "cmd" ? sshd : await startSshd({ env: { PLAY_SHELL: shell } });
    const host = windowsHost(server, "127.0.0.1", { shell });
    process.env["DEPLOY_KEY"] = server.userKey.privateKey;
    const fields = { ...host.connection, privateKey: "${env:DEPLOY_KEY}" };
    const hosts = join(sshd.folder, "one.yaml");
    const before = host.config();
    writeFileSync(
      hosts,
      `version: 1\nhosts: { web: ${JSON.stringify(fields)} }\npools: { Größe: { queueLength: 2000 } }\n`,
    );
    expect(await call("apply", hosts, "--yes")).toMatchObject({ code: 0 });
    const listed = JSON.parse((await call("backups", "--files", hosts, "--format", "json")).stdout) as {
      hosts: { backups: { name: string }[] }[];
    };
    const name = listed.hosts[0]?.backups[0]?.name ?? "";
    writeFileSync(
      hosts,
      readFileSync(hosts, "utf8").replace("Größe: { queueLength: 2000 }", "DefaultAppPool: { queueLength: 2000 }"),
    );
    expect(await call("apply", hosts, "--yes", "--no-backup")).toMatchObject({ code: 0 });
    host.takeCalls();
    const ended = await call("restore", name, "--pools-only", "--yes", "--files", hosts);
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('so kept: 1 pool: "Größe"') });
    const file = `/apphostconfig:C:\\WINDOWS\\system32\\inetsrv\\backup\\${name}\\applicationHost.config`;
    expect(host.takeCalls().filter(({ argv }) => argv.includes(file))).toHaveLength(2);
    expect(host.config()).toContain(/<add name="DefaultAppPool".*/.exec(before)![0]);
    if (server !== sshd) await server.stop();
  });

  it("tells where a secret stands in a file, or its variable is not set", async () => {
    const hosts = (password: string): string =>
      `version: 1\nhosts: { web: { host: web, user: me, password: "${password}", port: "22" } }\npools: { A: {} }\n`;
    const file = join(sshd.folder, "secret.yaml");
    writeFileSync(file, hosts("canary"));
    const written = await call("validate", file);
    expect(written).toMatchObject({ code: 1 });
    expect(written.stdout).toMatch(/secret\.yaml:2:\d+ hosts\.web\.port: /);
    expect(written.stdout).toMatch(
      /secret\.yaml:2:\d+ hosts\.web\.password: secrets are not allowed in files; use \$\{env:NAME\}$/m,
    );
    expect(written.stdout).not.toContain("canary");
    writeFileSync(file, hosts("${env:NOT_SET_HERE}").replace(', port: "22"', ""));
    expect((await call("validate", file)).code).toBe(0);
    const unset = await call("plan", file);
    expect(unset.code).toBe(1);
    expect(unset.stdout).toMatch(/^web +AUTH_FAILED: password: the environment variable NOT_SET_HERE is not set$/m);
  });

  it("reads all hosts of the files with lint, doctor and ps, also beside hosts that are offline", async () => {
    const host = windowsHost(sshd, "127.0.0.1");
    process.env["DEPLOY_KEY"] = sshd.userKey.privateKey;
    const { connection } = host;
    const fields = { ...connection, privateKey: "${env:DEPLOY_KEY}" };
    const copied = join(sshd.folder, "copy.config");
    copyFileSync(sampleConfig, copied);
    const gone = { ...fields, port: await freePort("127.0.0.1"), dialErrorLimit: 1 };
    const lines = Object.entries({ web: fields, copy: { configFile: copied }, gone });
    const text = lines.map(([name, one]) => `  ${name}: ${JSON.stringify(one)}`).join("\n");
    writeFileSync(join(sshd.folder, "hosts.yaml"), `version: 1\nhosts:\n${text}\n`);

    interface Document {
      readonly hosts: readonly { host: string; ok: boolean; assumptions?: { ok: boolean | null; reason?: string }[] }[];
      readonly findings: readonly { host: string }[];
      readonly checked: object;
    }
    const read = async (...argv: string[]): Promise<Document> => {
      const { code, stdout, stderr } = await call(...argv, "--skip-unreachable", "--format", "json");
      expect(stderr).toContain("Skipped 1 of 3 hosts, because no connection was possible: gone\n");
      expect([argv, code]).toEqual([argv, 3]);
      return JSON.parse(stdout) as Document;
    };
    const linted = await read("lint", "hosts.yaml", "--live");
    expect(new Set(linted.findings.map((finding) => finding.host))).toEqual(new Set(["web", "copy"]));
    expect(linted.checked).toMatchObject({ hosts: 2 });
    const workers = await read("ps", "--files", "hosts.yaml");
    expect(workers.hosts.map(({ host: name, ok }) => [name, ok])).toEqual([
      ["web", true],
      ["copy", true],
      ["gone", false],
    ]);
    const { hosts } = await read("doctor", "--write", "--files", "hosts.yaml");
    const [web, copy] = hosts.map(({ assumptions = [] }) => assumptions);
    expect([web, copy].flat().filter((one) => one?.ok === false)).toEqual([]);
    expect(web?.filter(({ reason }) => reason === onlyThere)).toHaveLength(5);
    expect(copy?.filter(({ reason }) => reason === onlyThere)).toEqual([]);
    expect(host.config()).toBe(readFileSync(sampleConfig, "utf8"));
  });

  it("logs in with the file of a key beside the pool file, whose content is nowhere else", async () => {
    const host = windowsHost(sshd, "127.0.0.2");
    const { privateKey, ...others } = host.connection;
    const folder = join(sshd.folder, "with-key");
    mkdirSync(join(folder, "keys"), { recursive: true });
    const key = join(folder, "keys", "deploy");
    writeFileSync(key, privateKey ?? "", { mode: 0o600 });
    const fields = { ...others, privateKeyFile: "keys/deploy" };
    const pools = `version: 1\nhosts: { web: ${JSON.stringify(fields)} }\npools: { Shop: { queueLength: 2000 } }\n`;
    writeFileSync(join(folder, "pools.yaml"), pools);
    const plan = join(folder, "plan.json");
    const results = [
      await call("plan", "with-key/pools.yaml", "--out", plan),
      await call("apply", plan, "--yes", "--no-backup"),
    ];
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    expect(host.config()).toContain('<add name="Shop" queueLength="2000"');
    expect(JSON.stringify(results) + readFileSync(plan, "utf8")).not.toContain("PRIVATE KEY");

    writeFileSync(key, canary);
    const refused = await call("plan", "with-key/pools.yaml");
    rmSync(key);
    const missing = await call("plan", "with-key/pools.yaml");
    expect([refused, missing].map(({ code }) => code)).toEqual([1, 1]);
    expect(refused.stdout).toContain(`${key} is not a private key in the format of OpenSSH, PEM or PuTTY`);
    expect(missing.stdout).toContain(`${key} cannot be read: there is no such file or folder (ENOENT)`);
    expect(JSON.stringify(refused)).not.toContain(canary);
  });
});

const canary = "canary-of-the-key";
const onlyThere = "needs a temporary file on the server; run iispools doctor there";
