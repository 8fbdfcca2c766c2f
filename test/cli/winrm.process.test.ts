import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { verbs } from "../engine/offline-host";
import { describeWithWinrm } from "../transport/winrm/needs";
import { password, user, type WinrmMachine, winrmPlace } from "../transport/winrm/place";
import { type Exited, type ProcessPlace, processPlace } from "./process";

const clientKeyLine = /-----BEGIN [A-Z ]*PRIVATE KEY-----\n(.{20})/;

describeWithWinrm("the built iispools with a server over WinRM", () => {
  const winrm = winrmPlace();
  let place: ProcessPlace;

  beforeEach(() => {
    place = processPlace();
  });

  afterEach(() => {
    place.dispose();
  });

  const write = (fields: object): void => {
    const host = JSON.stringify({ host: "127.0.0.1", type: "winrm", dialErrorLimit: 1, ...fields });
    place.write("pools.yaml", `version: 1\nhosts: { web: ${host} }\npools: { Größe: { queueLength: 2000 } }\n`);
  };
  /** Everything that a run left and everybody can read. */
  const left = (machine: WinrmMachine, runs: readonly Exited[], ...files: string[]): string =>
    JSON.stringify([runs, machine.server.log(), machine.takeCalls(), files.map((file) => readFileSync(file, "utf8"))]);

  it("plans, applies and finds nothing to do, and the password is nowhere", async () => {
    const machine = await winrm.start({ tls: winrm.certificate });
    const { port } = machine.server;
    write({ port, user, password: "${env:DEPLOY_SECRET}", caCert: winrm.authority.certificate });
    const plan = place.file("plan.json");
    const argv = [
      ["plan", "--out", plan],
      ["apply", plan, "--yes", "--no-backup"],
      ["plan", "--detailed-exitcode"],
    ];
    const runs: Exited[] = [];
    for (const one of argv) runs.push(await place.run(one, { DEPLOY_SECRET: password }));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(verbs(machine.takeCalls()).filter((verb) => verb.startsWith("set"))).toEqual(["set config"]);
    expect(machine.config()).toContain('<add name="Größe" queueLength="2000"');
    expect(left(machine, runs, plan, place.file("pools.yaml"))).not.toContain(JSON.stringify(password).slice(1, -1));
    // One shell a run, and none is left behind.
    expect(machine.events("delete")).toHaveLength(machine.events("shell").length);
  });

  it("imports and plans servers with the file and the commands of remote-servers.md, after init names that way", async () => {
    const page = readFileSync(join(__dirname, "../..", "docs/administrators/remote-servers.md"), "utf8");
    const [, section = ""] = /^## From servers over WinRM to pool files\n([^]*?)^## /m.exec(page) ?? [];
    const [, hosts = ""] = /^```yaml\n([^]*?)^```$/m.exec(section) ?? [];
    const [, commands = ""] = /^```sh\n([^]*?)^```$/m.exec(section) ?? [];
    const options = { tls: winrm.certificate, users: { "CORP\\deploy": password } };
    const machines = [await winrm.start(options), await winrm.start(options)];
    const [one = "", two = ""] = machines.map(({ server }) => `127.0.0.1, port: ${server.port}`);
    const env = { PULUMI_IIS_WINRM_PASSWORD: password };
    const init = await place.run(["init", "--winrm", `deploy@127.0.0.1:${machines[0]?.server.port ?? ""}`], env);
    expect([init.code, init.stderr]).toEqual([1, expect.stringContaining("(CERTIFICATE_UNTRUSTED)")]);
    expect(commands).toContain(/^ {2}(iispools import .*)$/m.exec(init.stderr)?.[1] ?? "the command that init names");
    mkdirSync(place.file("pools"));
    copyFileSync(winrm.authority.certificate, place.file("pools/corp-ca.pem"));
    const named = hosts.replace("web-01.example.com", one).replace("web-02.example.com", two);
    place.write("pools/hosts.yaml", named);
    const ran = await place.runScript(commands, env);
    expect([ran.code, ran.stdout]).toEqual([0, expect.stringMatching(/^web-01, web-02 +\d+ +nothing to change$/m)]);
  });

  it("has no secret in its errors: a wrong password, a key that is not the certificate's", async () => {
    const machine = await winrm.start({ tls: { ...winrm.certificate, clientCa: winrm.authority.certificate } });
    const { port } = machine.server;
    const trust = { port, caCert: winrm.authority.certificate };
    write({ ...trust, user, password: "${env:DEPLOY_SECRET}" });
    const wrong = await place.run(["plan"], { DEPLOY_SECRET: "canary" });
    const [client, other] = [winrm.authority.issue("client"), winrm.authority.issue("other-client")];
    write({ ...trust, auth: "certificate", clientCert: client.certificate, clientKey: "${env:DEPLOY_SECRET}" });
    const key = readFileSync(other.key, "utf8");
    const mismatch = await place.run(["plan"], { DEPLOY_SECRET: key });
    const refused = await place.run(["plan"], { DEPLOY_SECRET: readFileSync(client.key, "utf8") });
    for (const { code, stdout } of [wrong, mismatch, refused]) {
      expect([code, stdout]).toEqual([1, expect.stringMatching(/^web +AUTH_FAILED: /m)]);
    }
    const secrets = [key, readFileSync(client.key, "utf8")].map((text) => clientKeyLine.exec(text)?.[1] ?? "");
    const all = left(machine, [wrong, mismatch, refused]);
    for (const secret of ["canary", ...secrets]) {
      expect(secret.length).toBeGreaterThan(5);
      expect(all).not.toContain(secret);
    }
  });

  it("prints no control character of a server", async () => {
    const machine = await winrm.start();
    write({ https: false, port: machine.server.port, user, password: "${env:DEPLOY_SECRET}" });
    const message = "\u009b31mred\u202e\u0085next";
    await machine.server.inject([{ at: "*", do: "fault", times: 99, value: { code: 1, subcode: "w:X", message } }]);
    for (const format of ["text", "json", "markdown", "junit"]) {
      const { stdout, stderr } = await place.run(["plan", "--format", format], { DEPLOY_SECRET: password });
      expect(stdout + stderr).toContain("red");

      expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
    }
  });
});
