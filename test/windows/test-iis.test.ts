import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Difference } from "../../scripts/lib/iis/differential.mts";
import { repository } from "../../tools/workspace/places.mts";
import { sampleConfig } from "../engine/offline-host";
import { replayOnEmulator } from "../transcripts/from-iis";
import { makeMachine, type ProgramEnd, type WindowsMachine } from "./harness/machine";
import { describeOnWine } from "./harness/needs";
import { windowsPath } from "./harness/windows-path";

const secret = "Pa55-of-an-account";

// The same script as on a real Windows, with the emulator in place of appcmd. It shows that the script works, not what IIS does.
describeOnWine("npm run test:iis", () => {
  let machine: WindowsMachine;
  let out: string;

  beforeAll(async () => {
    machine = await makeMachine();
    out = mkdtempSync(join(tmpdir(), "pulumi-iis-test-iis-"));
  });

  beforeEach(() => {
    machine.reset();
  });

  afterAll(async () => {
    await machine.dispose();
    rmSync(out, { recursive: true, force: true });
  });

  const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<ProgramEnd> =>
    machine.program(
      machine.nodeExe,
      [windowsPath(join(repository, "scripts/test-iis.mts")), "--on-a-test-server", "--out", windowsPath(out), ...args],
      { NODE_NO_WARNINGS: "1", ...env },
    );

  /** The sample server with more in the section of the pools. */
  const serverWith = (text: string): string =>
    readFileSync(sampleConfig, "utf8").replace(/<applicationPoolDefaults/, (start) => `${text}${start}`);
  const backups = (): boolean => existsSync(`${machine.configFile}.backups`);

  it("passes every check that can be made here, and leaves the server as it was, without pools of a killed run", async () => {
    const account = `<processModel identityType="SpecificUser" userName="CORP\\billing" password="${secret}" />`;
    const variables = `<environmentVariables><add name="DB" value="${secret}" /></environmentVariables>`;
    const others = `<add name="Billing">${account}${variables}</add>\n            `;
    const before = serverWith(others);
    const left = ["ZZ-Pulumi-IIS-Test Größe (50%)", "zz-pulumi-iis-doctor"];
    machine.reset(serverWith(others + left.map((name) => `<add name="${name}" />\n            `).join("")));
    const { exitCode, printed } = await run(["--every", "61"]);
    expect(`${exitCode}\n${printed}`).toMatch(/^0\n[^]*\n6 passed, 0 failed\r?\n$/);
    for (const check of ["doctor", "story", "cmd", "code-pages", "exit-codes", "differential"])
      expect(printed).toContain(`passed ${check} `);
    for (const check of ["powershell", "pwsh", "ssh", "winrm", "winrm-service"])
      expect(printed).toContain(`skipped ${check} `);
    expect(printed).not.toContain(secret);
    expect(machine.configText()).toBe(before);
    expect(backups()).toBe(false);
  });

  it("makes nothing on a server whose pools inherit an account, and does not show it", async () => {
    const account = `<processModel identityType="SpecificUser" userName="CORP\\app" password="${secret}" />`;
    const config = readFileSync(sampleConfig, "utf8").replace(
      /<applicationPoolDefaults[^]*?<\/applicationPoolDefaults>/,
      `<applicationPoolDefaults>${account}</applicationPoolDefaults>`,
    );
    machine.reset(config);
    const { exitCode, printed } = await run([]);
    expect(`${exitCode} ${printed}`).toMatch(
      /^2 [^\n]* inherit processModel.userName and processModel.password from [^\n]*\n$/,
    );
    expect(printed).not.toContain(secret);
    expect(machine.configText()).toBe(config);
    expect(backups()).toBe(false);
  });

  it("writes down what the emulator answers otherwise, as transcripts that can be replayed", async () => {
    // As if the server were another than the emulator assumes, and its domain had the name of a value.
    const server = { APPCMD_EMULATOR_ASSUME: "exit-code-bad-value=13" };
    const { exitCode, printed } = await run(["--every", "29", "differential"], {
      ...server,
      USERDNSDOMAIN: "nonsense",
    });
    expect(`${exitCode}\n${printed}`).toMatch(/^1\n/);
    expect(backups()).toBe(true);
    const [, backup = ""] = /^Made the backup (zz-pulumi-iis-test-\w+)\./.exec(printed) ?? [];
    expect(printed).toContain(`\nThe backup ${backup} is kept. To restore the server: `);
    expect(printed).toContain(`appcmd.exe restore backup ${backup}`);
    const lines = readFileSync(join(out, "differences.jsonl"), "utf8").trim().split("\n");
    expect(lines.filter((line) => /\bnonsense\b/.test(line))).toEqual([]);
    expect(lines.filter((line) => /:MACHINE"\]/.test(line))).not.toEqual([]);
    for (const line of lines) {
      const difference = JSON.parse(line) as Difference;
      const { stdout, exit_code } = difference;
      expect(replayOnEmulator(difference, server)).toEqual({ stdout, exit_code });
      expect(replayOnEmulator(difference)).not.toEqual({ stdout, exit_code });
    }
  });
});
