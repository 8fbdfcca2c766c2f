import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { winrmAssumptions } from "../../scripts/lib/iis/winrm-assumptions.mts";
import { startWinrmServer, type WinrmServer, type WinrmServerOptions } from "../../tools/winrm-server/start.mts";
import { emulatorMain, repository } from "../../tools/workspace/places.mts";
import { poolsConfig } from "../emulator/memory-world";
import { describeWithWinrm } from "../transport/winrm/needs";

const [user, password] = ["Administrator", "Pa55-of-a-login"];

/** The few commands of cmd.exe that the checks send; all others are lines of a Windows machine. */
const program = `
const { writeSync } = require("node:fs");
const [shell, codePage, sent] = process.argv.slice(2);
const end = (text, code) => { writeSync(1, text); writeSync(3, String(code >>> 0)); process.exit(0); };
const [, line] = /cmd[.]exe [/]d [/]c (.*)$/.exec(sent) ?? [, sent];
const [, times, text] = /^for [/]l %i in [(]1,1,(.*)[)] do @echo (.*)$/.exec(line) ?? [];
if (times) end((text + "\\r\\n").repeat(times), 0);
if (line.startsWith("if exist")) end("", /exit ([0-9]+)/.exec(line)[1]);
if (/^exit -?[0-9]/.test(line)) end("", Number(line.slice(5)));
if (line === "echo %cmdcmdline%") end(sent + "\\r\\n", 0);
const play = require(${JSON.stringify(join(repository, "tools/windows/play-machine.cjs"))});
play.playMachine({ folder: process.env.LAB, machine: "applicationHost", shell, codePage, line: sent });
`;

describeWithWinrm("npm run test:iis over WinRM", () => {
  let folder: string;
  let server: WinrmServer;
  const place = (name: string): string => join(folder, name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-iis-winrm-"));
    mkdirSync(place("system32/inetsrv"), { recursive: true });
    writeFileSync(
      place("system32/inetsrv/appcmd.exe"),
      `#!/bin/sh\nexec '${process.execPath}' '${emulatorMain}' "$@"\n`,
    );
    chmodSync(place("system32/inetsrv/appcmd.exe"), 0o755);
    writeFileSync(place("program.cjs"), program);
    writeFileSync(place("applicationHost.config"), poolsConfig('<add name="Shop" />'));
  });

  afterEach(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs a check with connections to a server. Returns what it prints. */
  async function check(call: string, options: WinrmServerOptions = {}): Promise<string> {
    server = await startWinrmServer({
      users: { [user]: password },
      methods: ["negotiate", "ntlm"],
      program: [process.execPath, place("program.cjs")],
      programs: [String.raw`C:\Windows\system32\inetsrv\appcmd.exe`, place("system32/cmd.exe")],
      environment: { LAB: folder },
      ...options,
    });
    const login = { host: "127.0.0.1", type: "winrm", port: server.port, https: false, user, password };
    const scripts = JSON.stringify(pathToFileURL(join(repository, "scripts/lib/iis/")).href);
    const code = `const script = (name) => import(${scripts} + name + ".mts");\n${call}`;
    const args = ["--no-warnings", "--input-type=module", "--eval", code];
    const env = {
      windir: folder,
      APPCMD_EMULATOR_CONFIG: place("applicationHost.config"),
      PULUMI_IIS_TEST_WINRM: JSON.stringify([login, { ...login, auth: "ntlm" }, { ...login, shell: "cmd" }]),
    };
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      cwd: repository,
      env: { ...process.env, ...env },
    });
    return stdout;
  }

  const assumed = `await (await script("winrm")).assumedOfWinrm(console.log).catch(({ message }) => console.log(message));`;

  it("verifies each assumption by each connection, and leaves no shell", async () => {
    const printed = await check(assumed);
    const ways = ["negotiate over HTTP", "ntlm over HTTP", "negotiate over HTTP, shell: cmd"];
    const lines = ways.flatMap((way) => winrmAssumptions.map(({ id }) => `${way}: ${id}: as assumed\n`));
    expect(printed).toBe(lines.join(""));
    const count = (kind: string) => server.log().filter(({ event }) => event === kind).length;
    expect(count("delete")).toBe(count("shell"));
  });

  it("reports what differs, and nothing of a password", async () => {
    writeFileSync(place("program.cjs"), 'process.stdout.write("Aktive Codepage: 850.\\r\\n")');
    const printed = await check(assumed, { programs: [] });
    for (const id of ["command-line", "line-of-cmd", "exit-code", "utf-8", "long-line", "long-output"])
      expect(printed).toContain(`negotiate over HTTP: ${id}: differs\n`);
    expect(printed).toContain("expected all assumptions to hold\nnegotiate over HTTP: command-line: ");
    expect(printed).not.toContain(password);
  });

  it("sends awkward texts by each connection", async () => {
    await check(`await (await script("remote")).throughConnections("PULUMI_IIS_TEST_WINRM", 12);`);
    const written = readFileSync(place("applicationHost.config"), "utf8").match(/orphanActionParams/g);
    expect(written).toHaveLength(3);
  });
});

describe("docs/contributors/evidence.md", () => {
  it("has a row for each assumption about WinRM", () => {
    const page = readFileSync(join(repository, "docs/contributors/evidence.md"), "utf8");
    const [, section = ""] = /^## WinRM$([^]*?)^## /m.exec(page) ?? [];
    const rows = [...section.matchAll(/^\| `([\w-]+)` /gm)].map(([, id]) => id);
    expect(rows).toEqual(winrmAssumptions.map(({ id }) => id));
  });
});
