import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Difference } from "../../scripts/lib/iis/differential.mts";
import { repository } from "../../tools/workspace/places.mts";
import { replayOnEmulator } from "../transcripts/from-iis";
import { makeMachine, type ProgramEnd, type WindowsMachine } from "./harness/machine";
import { describeOnWine } from "./harness/needs";
import { windowsPath } from "./harness/windows-path";

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

  it("passes every check that can be made here, and leaves the server as it was", async () => {
    const before = machine.configText();
    const { exitCode, printed } = await run(["--every", "61"]);
    expect(`${exitCode}\n${printed}`).toMatch(/^0\n[^]*\n6 passed, 0 failed\r?\n$/);
    for (const check of ["doctor", "story", "cmd", "code-pages", "exit-codes", "differential"])
      expect(printed).toContain(`passed ${check} `);
    for (const check of ["powershell", "pwsh", "ssh"]) expect(printed).toContain(`skipped ${check} `);
    expect(machine.configText()).toBe(before);
  });

  it("writes down what the emulator answers otherwise, as transcripts that can be replayed", async () => {
    // As if the server were another than the emulator assumes.
    const server = { APPCMD_EMULATOR_ASSUME: "exit-code-bad-value=13" };
    const { exitCode, printed } = await run(["--every", "29", "differential"], server);
    expect(`${exitCode}\n${printed}`).toMatch(/^1\n/);
    const lines = readFileSync(join(out, "differences.jsonl"), "utf8").trim().split("\n");
    for (const line of lines) {
      const difference = JSON.parse(line) as Difference;
      const { stdout, exit_code } = difference;
      expect(replayOnEmulator(difference, server)).toEqual({ stdout, exit_code });
      expect(replayOnEmulator(difference)).not.toEqual({ stdout, exit_code });
    }
  });
});
