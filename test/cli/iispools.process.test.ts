import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { packageProgram } from "../../provider/package-root";
import { type ProcessPlace, processPlace, sample } from "./process";

let place: ProcessPlace;

const pools = `version: 1
hosts:
  web-01: { configFile: ./web-01.config }
  web-02: { configFile: ./web-02.config }
pools:
  Shop:
    queueLength: 2000
    processModel: { identityType: SpecificUser, userName: CORP\\me, password: "\${env:SHOP_PASSWORD}" }
`;

const secret = { SHOP_PASSWORD: "canary%41\"' end" };

beforeEach(() => {
  place = processPlace("web-01", "web-02");
  place.write("pools.yaml", pools);
});

afterEach(() => {
  place.dispose();
});

/** Nothing that was printed or saved holds the password. */
function expectNoSecret(...texts: readonly string[]): void {
  for (const text of texts) expect(text).not.toMatch(/canary/);
}

describe("the built iispools", () => {
  it("tells its version, that of the package", async () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as { version: string };
    for (const argv of [["--version"], ["-V"]]) {
      expect(await place.run(argv)).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    }
  });

  it.each(["validate", "plan", "apply", "drift", "lint", "doctor"])("has help with examples for %s", async (verb) => {
    const { code, stdout, stderr } = await place.run([verb, "--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`Usage: iispools ${verb}`);
    expect(stdout).toContain("Exit codes: 0");
    if (verb !== "doctor") expect(stdout).toContain(`\n  iispools ${verb}`);
  });

  it("validates, plans, applies and finds no drift, and tells no password", async () => {
    const validated = await place.run(["validate"]);
    expect(validated).toMatchObject({ code: 0, stderr: "" });
    const planned = await place.run(["plan", "--out", "plan.json", "--detailed-exitcode"], secret);
    expect(planned.code).toBe(2);
    expect(place.read("web-01.config")).toBe(sample);
    const applied = await place.run(
      ["apply", "plan.json", "--yes", "--force", "--output", "a.json", "--format", "json"],
      secret,
    );
    expect(applied.stderr).toMatch(/^2\/2 written \(/m);
    expect(applied.code).toBe(0);
    expect(place.takeWrites().sort()).toEqual(["add backup", "add backup", "set config", "set config"]);
    const again = await place.run(["plan", "--detailed-exitcode"], secret);
    expect(again.code).toBe(0);
    expect((await place.run(["apply"], secret)).code).toBe(0);
    expect(place.takeWrites()).toEqual([]);
    const drifted = await place.run(["drift"], secret);
    expect(drifted.code).toBe(2);
    for (const { stdout, stderr } of [validated, planned, applied, again, drifted]) expectNoSecret(stdout, stderr);
    expectNoSecret(place.read("plan.json"), place.read("a.json"));
  });

  it.each(["text", "json", "markdown", "html", "junit", "sarif"])(
    "tells no password in a report as %s",
    async (format) => {
      const { code, stdout, stderr } = await place.run(["plan", "--format", format, "--output", "report"], secret);
      expect(code).toBe(0);
      expect(place.read("report")).toContain("Shop");
      expectNoSecret(stdout, stderr, place.read("report"));
    },
  );

  it("writes no colour into a pipe, in CI neither, unless it is asked for", async () => {
    const inPipe = async (env: Record<string, string>): Promise<boolean> =>
      (await place.run(["plan"], { ...secret, ...env })).stdout.includes("\u001b[");
    expect([await inPipe({ CI: "true" }), await inPipe({ FORCE_COLOR: "1" })]).toEqual([false, true]);
  });

  it("makes a backup whose restore command restores the file byte by byte", async () => {
    const { stdout } = await place.run(["apply", "--yes", "--force", "--host", "web-01"], secret);
    const command = /npx appcmd-emulator (restore backup \S+ \S+)/.exec(stdout)?.[1] ?? "";
    expect(place.read("web-01.config")).not.toBe(sample);
    const restored = spawnSync(
      process.execPath,
      [...packageProgram("appcmd-emulator").arguments, ...command.split(" ")],
      {
        cwd: place.folder,
      },
    );
    expect(restored.status).toBe(0);
    expect(place.read("web-01.config")).toBe(sample);
  });

  it("refuses a saved plan that no longer fits one of the hosts, and writes on none", async () => {
    await place.run(["plan", "--out", "plan.json"], secret);
    const other = sample.replace('<add name="DefaultAppPool" />', '<add name="DefaultAppPool" /><add name="Shop" />');
    place.write("web-02.config", other);
    const { code, stdout, stderr } = await place.run(["apply", "plan.json", "--yes", "--force"], secret);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^web-02 .*\n(?: .*\n|\n)* *refused \(PLAN_STALE\): /m);
    expect(stderr).toMatch(/^Nothing was written, for the reasons above \(PLAN_STALE\)\.$/m);
    expect(place.takeWrites()).toEqual([]);
    expect([place.read("web-01.config"), place.read("web-02.config")]).toEqual([sample, other]);
  });

  it("writes the hosts that can be written where one fails, and rolls that one back", async () => {
    place.write("pools.yaml", `${pools}  Bad:\n    CLRConfigFile: refused\n`);
    const { code, stdout, stderr } = await place.run(["apply", "--yes", "--force", "--rollback-on-error"], {
      ...secret,
      APPCMD_EMULATOR_FAULT: "refuse:CLRConfigFile",
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(/APPCMD_FAILED: pool "Bad": /);
    expect(stdout).toContain("rolled back");
    expect(place.read("web-01.config")).toBe(sample);
    expectNoSecret(stdout, stderr);
  });

  it.each([
    ["iispools drift lost.yaml", 0],
    ["iispools drift lost.yaml 2>&1", 0],
    ["iispools drift lost.yaml > drift.txt", 1],
    ["iispools drift lost.yaml > /dev/null", 1],
    ["iispools drift lost.yaml > both.txt 2>&1; cat both.txt", 0],
  ])("shows a failure once to the reader of stderr: %s", async (script, onStderr) => {
    place.write("lost.yaml", "version: 1\nhosts: { lost: { configFile: lost.config } }\npools: { Shop: {} }\n");
    const { stdout, stderr } = await place.runScript(script);
    const count = (text: string): number => text.split("NO_APPCMD").length - 1;
    expect([count(stdout), count(stderr)]).toEqual([1 - onStderr, onStderr]);
  });

  it("ends quietly, its work done, where the reader of its output goes away", async () => {
    const { child, exited } = place.start(["apply", "--yes", "--force"], secret);
    child.stdin.end();
    child.stdout.destroy();
    const { code, stderr } = await exited;
    expect(code).toBe(0);
    expect(stderr).not.toContain("EPIPE");
    expect(place.read("web-02.config")).toContain('<add name="Shop"');
  });

  it("tells the faults of its files on stderr and nothing on stdout", async () => {
    place.write("pools.yaml", pools.replace("2000", "many"));
    for (const verb of ["plan", "apply", "drift", "lint"]) {
      const { code, stdout, stderr } = await place.run([verb], secret);
      expect([verb, code, stdout]).toEqual([verb, 1, ""]);
      expect(stderr).toMatch(/^pools\.yaml:7:5 pools\.Shop\.queueLength: [^\n]+\n$/);
    }
  });

  it("lints files and what is in force on a host", async () => {
    const fromFile = await place.run(["lint", "--config-file", "web-01.config", "--format", "json"]);
    expect(fromFile.code).toBeLessThan(2);
    expect(JSON.parse(fromFile.stdout)).toMatchObject({ schema: "iispools.lint/1" });
    expect(fromFile.stderr).toMatch(/^web-01\.config reading… 2 pools \(/);
  });
});

describe("the built iispools on a terminal", () => {
  it.each([
    [{}, true],
    [{ NO_COLOR: "1" }, false],
  ])("with %j writes in colour: %s", async (env, expected) => {
    const { child, exited } = place.startOnTerminal(["plan"], { ...secret, ...(env as Record<string, string>) });
    const { code, stdout } = await exited;
    child.stdin.end();
    expect(code).toBe(0);
    // Not of the line of progress, which is removed again.
    expect(/\u001b\[\d+m/.test(stdout)).toBe(expected);
    expect(stdout).toContain("Shop");
  });

  it.each([
    ["yes", 0],
    ["no", 1],
  ])("asks before it writes, and %s is taken", async (answer, expected) => {
    const { child, printed, exited } = place.startOnTerminal(["apply", "--force"], secret);
    await printed('Only "yes" confirms: ');
    expect(place.takeWrites()).toEqual([]);
    child.stdin.write(`${answer}\n`);
    const { code, stdout } = await exited;
    expect(code).toBe(expected);
    expect(place.read("web-01.config").includes("Shop")).toBe(expected === 0);
    expectNoSecret(stdout);
  });

  it("asks once for the servers of a new folder, and writes their files", async () => {
    rmSync(place.file("pools.yaml"));
    const { child, printed, exited } = place.startOnTerminal(["init"]);
    await printed("a copied applicationHost.config: ");
    child.stdin.write("web-01.config\n");
    const { code, stdout } = await exited;
    expect(stdout).toContain("2 pools of 1 host");
    expect(code).toBe(0);
    expect(await place.run(["plan", "--detailed-exitcode"])).toMatchObject({ code: 0 });
    expect(place.takeWrites()).toEqual([]);
  });

  it("takes Ctrl-C at the question for a no", async () => {
    const { child, printed, exited } = place.startOnTerminal(["apply", "--force"], secret);
    await printed('Only "yes" confirms: ');
    child.stdin.write("\u0003");
    const { code, stdout } = await exited;
    expect(code).toBe(130);
    expect(stdout).toContain("interrupted; nothing was written (INTERRUPTED)");
    expect(place.takeWrites()).toEqual([]);
  });

  it("lets the command that runs finish when Ctrl-C comes, and begins no other host", async () => {
    const argv = ["apply", "--yes", "--force", "--parallel", "1", "--no-backup"];
    const { child, printed, exited } = place.startOnTerminal(argv, { ...secret, APPCMD_EMULATOR_LATENCY_MS: "1000" });
    await printed("0/2 written, waiting for web-01");
    child.stdin.write("\u0003");
    const { code, stdout } = await exited;
    expect(code).toBe(130);
    expect(stdout).toMatch(/not begun/);
    expect(place.read("web-02.config")).toBe(sample);
    expectNoSecret(stdout);
  });
});

it("a saved plan leads to the files that it was made for, from every folder", async () => {
  place.write("pools.yaml", "version: 1\nhosts: { web-01: { configFile: ./web-01.config } }\npools: { New: {} }\n");
  const { code, stdout } = await place.runScript(
    "mkdir other && cp web-01.config other && iispools plan --out plan.json >plan.txt && cd other && iispools apply ../plan.json --yes",
  );
  expect(code).toBe(0);
  expect(stdout).toContain(`  web-01: file ${place.file("web-01.config")}, offline`);
  expect(place.read("web-01.config")).toContain('name="New"');
  expect(place.read("other/web-01.config")).toBe(sample);
});
