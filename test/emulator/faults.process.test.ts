import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

import { poolsConfig, section } from "./memory-world";
import { emulatorFolder, emulatorMain } from "./emulator-process";

const one = poolsConfig('<add name="Bücher" />');
const written = one.replace('<add name="Bücher" />', '<add name="Bücher" autoStart="false" />');
const set = ["set", "config", section, "/[name='Bücher'].autoStart:false"];

const host = emulatorFolder(one);

/** Runs the compiled program; what it prints comes as bytes. */
function appcmd(
  argv: string[],
  env: Record<string, string> = {},
  input: string | Buffer = "",
): SpawnSyncReturns<Buffer> {
  return spawnSync(process.execPath, [emulatorMain, ...argv], {
    env: host.environment(env),
    input,
    maxBuffer: 2 ** 27,
  });
}

const fault = (text: string): Record<string, string> => ({
  APPCMD_EMULATOR_FAULT: text.replace("FILE", path.join(host.folder(), "count")),
});

describe("the program appcmd-emulator", () => {
  it.each([
    ["kill-before:1:FILE", one],
    ["kill-after:1:FILE", written],
  ])("dies of SIGKILL under %s, leaves a whole file, and works the next time", (text, left) => {
    expect(appcmd(set, fault(text)).signal).toBe("SIGKILL");
    expect(fs.readFileSync(host.config(), "utf8")).toBe(left);
    expect(appcmd(set, fault(text)).status).toBe(0);
    expect(fs.readFileSync(host.config(), "utf8")).toBe(written);
    // Neither a lock nor a half-written file of the dead process is left.
    expect(fs.readdirSync(host.folder()).filter((name) => /lock|tmp/.test(name))).toEqual([]);
  });

  it.each(["slow:1", "slow:0"])("prints the same under %s", (text) => {
    const list = ["list", "apppool", "/config:*", "/xml"];
    expect(appcmd(list, fault(text)).stdout).toEqual(appcmd(list).stdout);
  });

  it("prints 50 MB to a pipe without losing any", () => {
    const answer = appcmd(["list", "apppool", "/xml"]).stdout.length;
    expect(appcmd(["list", "apppool", "/xml"], fault("flood:1:FILE")).stdout).toHaveLength(answer + 50 * 1024 * 1024);
  });

  it.each([
    ["", "utf8"],
    ["\uFEFF", "utf8"],
    ["\uFEFF", "utf16le"],
  ] as const)("reads objects from standard input with the mark %j in %s", (mark, encoding) => {
    const { stdout } = appcmd(["list", "apppool", "/xml"]);
    const input = Buffer.from(mark + stdout.toString("utf8"), encoding);
    const changed = appcmd(["set", "apppool", "/in", "/autoStart:false"], {}, input);
    expect(changed.stdout.toString("utf8")).toBe('APPPOOL object "Bücher" changed\r\n');
    expect(fs.readFileSync(host.config(), "utf8")).toBe(written);
  });

  it.each([
    ["", "Applied", Buffer.from("Bücher", "utf8")],
    ["de", "Konfigurations", Buffer.from("B\x81cher", "latin1")],
  ])("writes its texts in the language %j in the bytes of its console", (language, begin, name) => {
    const env = { APPCMD_EMULATOR_LANG: language };
    expect(appcmd(["list", "apppool"], env).stdout.includes(name)).toBe(true);
    expect(appcmd(["list", "apppool", "/xml"], env).stdout.includes(Buffer.from("Bücher", "utf8"))).toBe(true);
    expect(appcmd(set, env).stdout.toString("latin1").startsWith(begin)).toBe(true);
  });

  it("finds its assumptions where it is installed", () => {
    expect(appcmd(["start", "apppool", "Bücher"], { APPCMD_EMULATOR_ASSUME: "start-of-started=succeeds" }).status).toBe(
      0,
    );
  });
});
