import { execFile, spawnSync } from "node:child_process";
import * as fs from "node:fs";

import { poolsConfig } from "./memory-world";
import { emulatorFolder, emulatorMain } from "./emulator-process";

const host = emulatorFolder(poolsConfig('<add name="A"><processModel password="secret" /></add>'));
const backup = (name: string): string => `${host.config()}.backups/${name}/applicationHost.config`;
const modeOf = (file: string): number => fs.statSync(file).mode & 0o777;

function appcmd(...argv: string[]): Promise<{ code: number; stdout: string }> {
  return new Promise((resolve) => {
    const options = { env: host.environment(), encoding: "utf8" as const };
    execFile(process.execPath, [emulatorMain, ...argv], options, (error, stdout) => {
      resolve({ code: Number(error?.code ?? 0), stdout });
    });
  });
}

describe("backups (of the program as npm run build left it in dist)", () => {
  it.each([0o600, 0o640, 0o644])("are as readable as the configuration: %o", async (mode) => {
    fs.chmodSync(host.config(), mode);
    expect((await appcmd("add", "backup", "One")).code).toBe(0);
    expect(modeOf(backup("One"))).toBe(mode);
    expect(fs.readFileSync(backup("One"))).toEqual(fs.readFileSync(host.config()));
  });

  it("are not readable by all while they are written", () => {
    fs.chmodSync(host.config(), 0o600);
    const trace =
      "const fs = require('node:fs'); const write = fs.writeFileSync; fs.writeFileSync = (file, ...rest) => { write(file, ...rest); if (String(file).endsWith('.tmp')) console.error((fs.statSync(file).mode & 0o777).toString(8)); };";
    const preload = `${host.folder()}/trace.cjs`;
    fs.writeFileSync(preload, trace);
    const { stderr, status } = spawnSync(
      process.execPath,
      ["--require", preload, emulatorMain, "add", "backup", "One"],
      {
        env: host.environment(),
        encoding: "utf8",
      },
    );
    expect([status, stderr]).toEqual([0, "600\n"]);
  });

  it("leave nothing behind after the last is deleted, also not what a killed process left", async () => {
    await appcmd("add", "backup", "One");
    fs.mkdirSync(`${host.config()}.backups/Killed`);
    expect((await appcmd("list", "backups")).stdout).toBe('BACKUP "One"\r\n');
    expect((await appcmd("delete", "backup", "one")).code).toBe(0);
    expect(fs.existsSync(`${host.config()}.backups`)).toBe(false);
  });

  it("of ten processes at once are all kept", async () => {
    const names = Array.from({ length: 10 }, (_, index) => `B${index}`);
    const answers = await Promise.all(names.map((name) => appcmd("add", "backup", name)));
    expect(answers.map(({ code }) => code)).toEqual(names.map(() => 0));
    expect((await appcmd("list", "backups")).stdout).toBe(names.map((name) => `BACKUP "${name}"\r\n`).join(""));
    expect(fs.readdirSync(host.folder()).filter((name) => /lock|tmp/.test(name))).toEqual([]);
  });

  it("of ten processes at once under one name: one succeeds, the others learn that it is taken", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => appcmd("add", "backup", "Same")));
    expect(answers.map(({ code }) => code).sort((a, b) => a - b)).toEqual([0, ...Array.from({ length: 9 }, () => 183)]);
  });

  it("deleted by five processes while five others make some: none comes back, none is lost", async () => {
    const old = ["O1", "O2", "O3", "O4", "O5"];
    for (const name of old) await appcmd("add", "backup", name);
    const made = ["N1", "N2", "N3", "N4", "N5"];
    const answers = await Promise.all([
      ...old.map((name) => appcmd("delete", "backup", name)),
      ...made.map((name) => appcmd("add", "backup", name)),
    ]);
    expect(answers.filter(({ code }) => code !== 0)).toEqual([]);
    expect((await appcmd("list", "backups")).stdout).toBe(made.map((name) => `BACKUP "${name}"\r\n`).join(""));
  });

  it("are not restored while another process is writing the configuration", async () => {
    await appcmd("add", "backup", "One");
    fs.writeFileSync(`${host.config()}.lock`, String(process.pid));
    const { code, stdout } = await appcmd("restore", "backup", "One");
    expect([code, stdout]).toEqual([32, expect.stringContaining("being used by another process")]);
  });
});
