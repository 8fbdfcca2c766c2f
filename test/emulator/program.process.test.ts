import { spawn, spawnSync, type SpawnSyncReturns } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

import { applied, poolsConfig, section } from "./memory-world";
import { emulatorFolder, emulatorMain } from "./emulator-process";

const one = poolsConfig('<add name="A" />');
const set = ["set", "config", section, "/[name='A'].autoStart:false"];

const host = emulatorFolder(one);

/** Runs the compiled program; its fourth pipe carries the full exit code. */
function appcmd(argv: string[], extra: Record<string, string> = {}): SpawnSyncReturns<string> {
  const stdio = ["ignore", "pipe", "pipe", "pipe"] as const;
  return spawnSync(process.execPath, [emulatorMain, ...argv], {
    encoding: "utf8",
    stdio: [...stdio],
    env: host.environment(extra),
  });
}

/** Runs it beside others and answers its exit code, null when it was killed. */
function start(argv: string[], onSpawn?: (kill: () => void) => void): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [emulatorMain, ...argv], { stdio: "ignore", env: host.environment() });
    onSpawn?.(() => child.kill("SIGKILL"));
    child.on("exit", resolve);
  });
}

describe("the program appcmd-emulator (as npm run build left it in dist)", () => {
  it("is built and begins with a line that lets it run as a command", () => {
    expect(fs.readFileSync(emulatorMain, "utf8").split("\n")[0]).toBe("#!/usr/bin/env node");
  });

  it("prints on standard output only", () => {
    expect(appcmd(set)).toMatchObject({ status: 0, stdout: applied, stderr: "" });
    expect(appcmd(["list", "apppool", "A", "/text:autoStart"])).toMatchObject({ status: 0, stdout: "false\r\n" });
  });

  it.each([
    ["list apppool A", 0, "0"],
    ["list apppool Nope", 1, "1"],
    ["list foo", 87, "87"],
    ["start apppool A", 1056 % 256, "1056"],
    ["stop apppool Nope", 1168 % 256, "1168"],
  ])("exits %s with the low byte %i and writes %s to descriptor 3", (line, status, full) => {
    const result = appcmd(line.split(" "));
    expect([result.status, result.output[3]]).toEqual([status, full]);
  });

  it("works where nobody opened descriptor 3", () => {
    const result = spawnSync(process.execPath, [emulatorMain, "stop", "apppool", "Nope"], {
      encoding: "utf8",
      env: host.environment(),
    });
    expect(result).toMatchObject({ status: 144, stderr: "" });
  });

  it("adds one line a call to its log", () => {
    const log = path.join(host.folder(), "calls.jsonl");
    const calls = [set, ["list", "apppool", "it's 100%25"], ["start", "apppool", "Nope"]];
    const results = calls.map((argv) => appcmd(argv, { APPCMD_EMULATOR_LOG: log }));
    const lines = fs.readFileSync(log, "utf8").trimEnd().split("\n");
    const expected = calls.map((argv, index) => ({
      argv,
      exitCode: [0, 1, 1168][index],
      bytes: Buffer.byteLength(results[index]!.stdout),
      commit: index === 0,
      pid: results[index]!.pid,
      ms: expect.any(Number) as number,
    }));
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(expected);
  });

  it("waits as long as it is told before it works", () => {
    const log = path.join(host.folder(), "calls.jsonl");
    appcmd(["list", "apppool"], { APPCMD_EMULATOR_LATENCY_MS: "300", APPCMD_EMULATOR_LOG: log });
    expect((JSON.parse(fs.readFileSync(log, "utf8")) as { ms: number }).ms).toBeGreaterThanOrEqual(300);
  });

  it("warns on standard error of what is new to it, with nothing that a terminal or a CI system carries out", () => {
    const folder = path.join(host.folder(), "##vso[task.x]\u001b[31m");
    fs.mkdirSync(folder);
    const config = path.join(folder, "applicationHost.config");
    fs.writeFileSync(config, poolsConfig('<add name="A" newThing="1" />'));
    const { stderr } = appcmd(["list", "apppool"], { APPCMD_EMULATOR_CONFIG: config });
    const shown = path.join(host.folder(), "#\\u0023vso[task.x]\\u001b[31m", "applicationHost.config");
    expect(stderr).toBe(`appcmd-emulator: ${shown}: not known to this emulator, and used unchanged: newThing\n`);
  });

  it("keeps mode and link of the file and leaves nothing beside it", () => {
    const link = path.join(host.folder(), "link.config");
    fs.chmodSync(host.config(), 0o640);
    fs.symlinkSync(host.config(), link);
    expect(appcmd(set, { APPCMD_EMULATOR_CONFIG: link }).status).toBe(0);
    expect(fs.lstatSync(link).isSymbolicLink()).toBe(true);
    expect(fs.statSync(host.config()).mode & 0o777).toBe(0o640);
    expect(fs.readFileSync(host.config(), "utf8")).toContain('autoStart="false"');
    expect(fs.readdirSync(host.folder()).sort()).toEqual([
      "applicationHost.config",
      "applicationHost.config.runtime.json",
      "link.config",
    ]);
  });

  it("refuses a file that is not UTF-8, and leaves it alone", () => {
    const bytes = Buffer.from(one.replace("A", "\u00e4"), "latin1");
    fs.writeFileSync(host.config(), bytes);
    expect(appcmd(set).stdout).toContain("The file is not UTF-8");
    expect(fs.readFileSync(host.config()).equals(bytes)).toBe(true);
  });

  it("refuses what is no regular file, and a file that is too large, without reading it", () => {
    const pipe = path.join(host.folder(), "pipe.config");
    spawnSync("mkfifo", [pipe]);
    const huge = path.join(host.folder(), "huge.config");
    fs.writeFileSync(huge, "");
    fs.truncateSync(huge, 300 * 1024 * 1024);
    const regular = "it is not a regular file. Give the applicationHost.config of a server.";
    for (const [file, reason] of [
      [pipe, regular],
      [host.folder(), regular],
      ["/dev/zero", regular],
      ["/dev/null", regular],
      [huge, "it is larger than 256 MB"],
    ] as const) {
      for (const call of [["list", "apppool"], set, ["add", "backup", "X"]]) {
        const { status, stdout } = appcmd(call, { APPCMD_EMULATOR_CONFIG: file });
        expect([file, status, stdout]).toEqual([file, 5, expect.stringContaining(reason)]);
      }
    }
  });

  it("lets each of 20 writers at once succeed or answer 32, and loses no edit", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `P${index}`);
    const codes = await Promise.all(names.map((name) => start(["add", "apppool", `/name:${name}`])));
    expect(codes.filter((code) => code !== 0 && code !== 32)).toEqual([]);
    const added = names.filter((_, index) => codes[index] === 0);
    expect(added.length).toBeGreaterThan(0);
    const listed = appcmd(["list", "apppool", "/text:name"]).stdout.trimEnd().split("\r\n");
    expect(listed.slice(1).sort()).toEqual(added.sort());
    expect(fs.readdirSync(host.folder())).toEqual(["applicationHost.config"]);
  });

  it("stops all of many pools that are stopped at once", async () => {
    const names = Array.from({ length: 8 }, (_, index) => `P${index}`);
    fs.writeFileSync(host.config(), poolsConfig(names.map((name) => `<add name="${name}" />`).join("\n")));
    expect(await Promise.all(names.map((name) => start(["stop", "apppool", name])))).toEqual(names.map(() => 0));
    expect(appcmd(["list", "apppool", "/state:Stopped", "/text:name"]).stdout.trimEnd().split("\r\n")).toEqual(names);
  });

  it("leaves the old file or the new one when it is killed while it writes, and the next call works", async () => {
    const old = `${one}<!-- ${"x".repeat(4_000_000)} -->\n`;
    const changed = old.replace('<add name="A" />', '<add name="A" autoStart="false" />');
    let killed = 0;
    // On a busy machine the sign may come too late: then a few more rounds are played.
    for (let round = 0; round < 6 || (killed === 0 && round < 40); round += 1) {
      fs.writeFileSync(host.config(), old);
      const watcher = fs.watch(host.folder());
      const code = await start(set, (kill) => {
        // Content of the lock or the temporary file is the sign that it has begun to write; rounds take turns.
        watcher.on("change", (event, name) => {
          if (event === "change" && String(name).endsWith(round % 2 === 0 ? ".lock" : ".tmp")) kill();
        });
      });
      watcher.close();
      if (code === null) killed += 1;
      expect([old, changed].includes(fs.readFileSync(host.config(), "utf8"))).toBe(true);
      expect(appcmd(set).status).toBe(0);
      expect(fs.readFileSync(host.config(), "utf8") === changed).toBe(true);
      expect(fs.readdirSync(host.folder()).filter((name) => /lock|tmp/.test(name))).toEqual([]);
    }
    expect(killed).toBeGreaterThan(0);
  });
});
