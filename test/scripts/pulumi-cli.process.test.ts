import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { findScript, Sandbox, until, version } from "./sandbox";

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => {
  sandbox.dispose();
});

/** A process id that is surely not running: that of a process that has ended. */
const deadPid = (): number => spawnSync(process.execPath, ["--version"]).pid;

describe("the order of places", () => {
  test("PULUMI_IIS_CLI_DIR comes before PATH, and only the folder is printed on stdout", async () => {
    const named = sandbox.cli("named");
    const ended = await sandbox.find([sandbox.cli("installed")], { PULUMI_IIS_CLI_DIR: named });
    expect(ended).toMatchObject({ exitCode: 0, stdout: `${named}\n`, stderr: "" });
  });

  test("PATH comes before the cache", async () => {
    sandbox.cli(sandbox.cache);
    const installed = sandbox.cli("installed");
    expect((await sandbox.find([installed])).stdout).toBe(`${installed}\n`);
  });

  test("the cache comes before any build, and serves even while someone holds its lock", async () => {
    sandbox.cli(sandbox.cache);
    mkdirSync(sandbox.lock);
    const ended = await sandbox.find([sandbox.go()]);
    expect(ended).toMatchObject({ exitCode: 0, stdout: `${sandbox.cache}\n`, stderr: "" });
    expect(sandbox.goBuilds()).toEqual([]);
  });

  test("a later pulumi on PATH of the right version serves when an earlier one is of another version", async () => {
    const right = sandbox.cli("right");
    expect((await sandbox.find([sandbox.cli("wrong", "v3.1.0"), right])).stdout).toBe(`${right}\n`);
  });

  test("the language host and the dynamic provider may lie elsewhere on PATH", async () => {
    const rest = sandbox.cli("rest", "v3.1.0");
    const alone = sandbox.program("alone/pulumi", `echo v${version}`);
    expect((await sandbox.find([alone, rest])).stdout).toBe(`${alone}\n`);
  });
});

describe("a pulumi on PATH that is passed over", () => {
  const log = (): string => `echo started >> ${sandbox.file("started")}; echo v${version}`;
  const nodeLog = (): string => `require("fs").writeFileSync(${JSON.stringify(sandbox.file("started"))}, "")`;

  test.each<[string, () => string, RegExp]>([
    ["is of the wrong version", () => sandbox.cli("bin", "v3.1.0"), /bin\/pulumi is version 3\.1\.0/],
    ["says no version", () => sandbox.cli("bin", ""), /bin\/pulumi is version \(empty\)/],
    ["fails", () => sandbox.program("bin/pulumi", "exit 4"), /bin\/pulumi does not say its version/],
    ["lacks the others", () => sandbox.program("bin/pulumi", `echo v${version}`), /no pulumi-language-nodejs and no/],
  ])("because it %s, and the error says so", async (_, make, expected) => {
    const ended = await sandbox.find([make()]);
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toMatch(expected);
  });

  test.each<[string, () => string]>([
    ["lies in node_modules/.bin", () => sandbox.program("node_modules/.bin/pulumi", log())],
    ["is a Node script", () => sandbox.program("bin/pulumi", nodeLog(), process.execPath)],
    ["is pnpm's start script", () => sandbox.program("bin/pulumi", `${log()} # x/node_modules/pulumi/run.js`)],
  ])("because it %s is not even started", async (_, make) => {
    sandbox.cli(sandbox.cache);
    expect((await sandbox.find([make()])).stdout).toBe(`${sandbox.cache}\n`);
    expect(existsSync(sandbox.file("started"))).toBe(false);
  });
});

test("a program missing in PULUMI_IIS_CLI_DIR is named, and nothing else is tried", async () => {
  const named = sandbox.cli("named");
  rmSync(join(named, "pulumi-language-nodejs"));
  const ended = await sandbox.find([sandbox.cli("installed")], { PULUMI_IIS_CLI_DIR: named });
  expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
  expect(ended.stderr).toContain(
    `PULUMI_IIS_CLI_DIR is ${named}, but there is no executable pulumi-language-nodejs in it`,
  );
});

describe("a build", () => {
  test("fills the cache with all three programs and leaves nothing else", async () => {
    const ended = await sandbox.find([sandbox.go()]);
    expect(ended).toMatchObject({ exitCode: 0, stdout: `${sandbox.cache}\n` });
    expect(ended.stderr).toMatch(/\[1\/2\] pulumi: done in .*\n.*\[2\/2\] pulumi-language-nodejs: go build/);
    expect(sandbox.goBuilds()).toEqual([
      expect.stringMatching(/tools\/pulumi-cli\/pulumi build .*Version=v3\.\d+\.0 .*\/pkg\/v3\/cmd\/pulumi$/),
      expect.stringMatching(/tools\/pulumi-cli\/pulumi-language-nodejs build .*Version=v3\.163\.0 /),
    ]);
    expect(readFileSync(join(sandbox.cache, "pulumi-resource-pulumi-nodejs"), "utf8")).toContain("dynamic-provider");
    expect(sandbox.cached()).toEqual([version]);

    const again = await sandbox.find([]);
    expect(again).toMatchObject({ stdout: `${sandbox.cache}\n`, stderr: "" });
  });

  test("replaces a cache folder that lacks a program", async () => {
    sandbox.cli(sandbox.cache);
    rmSync(join(sandbox.cache, "pulumi"));
    expect((await sandbox.find([sandbox.go()])).stdout).toBe(`${sandbox.cache}\n`);
  });

  test("that fails says why in go's own words and leaves nothing", async () => {
    const ended = await sandbox.find([sandbox.go({ body: "echo 'go: dial tcp: no such host' >&2; exit 1" })]);
    expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
    expect(ended.stderr).toContain("go: dial tcp: no such host");
    expect(sandbox.cached()).toEqual([]);
  });

  test("whose result says another version is refused", async () => {
    const ended = await sandbox.find([sandbox.go({ builtSays: "v3.1.0" })]);
    expect(ended.stderr).toContain(`the result says it is version 3.1.0, not ${version}`);
    expect(sandbox.cached()).toEqual([]);
  });

  test("is not begun with a Go that is too old", async () => {
    const ended = await sandbox.find([sandbox.go({ goVersion: "go1.20.1" })]);
    expect(ended.stderr).toMatch(/Go 1\.20\.1 is older than 1\.\d+\.\d+ \(GOTOOLCHAIN=local\)/);
    expect(sandbox.goBuilds()).toEqual([]);
  });

  test.each(["SIGTERM", "SIGINT"] as const)("ended by %s leaves no cache, no lock and no process", async (signal) => {
    const body = `echo $$ > ${sandbox.file("go.pid")}; /bin/sleep 300 & echo $! > ${sandbox.file("sleep.pid")}; echo asleep >&2; wait`;
    const started = sandbox.start(findScript, [sandbox.go({ body })]);
    await until(() => existsSync(sandbox.file("sleep.pid")) && pidIn("sleep.pid") > 0);
    expect(sandbox.cached()).toEqual(
      expect.arrayContaining([`${version}.lock`, expect.stringContaining(`${version}.tmp-${started.pid}`)]),
    );

    process.kill(started.pid, signal);

    expect(await started.ended).toMatchObject({ exitCode: null, signal, stdout: "" });
    expect(sandbox.cached()).toEqual([]);
    // Ended they are; until their parent has asked for it the system still lists them.
    await until(() => !isAlive(pidIn("go.pid")) && !isAlive(pidIn("sleep.pid")));
  });
});

describe("the lock", () => {
  test("lets two at once build once: the second waits, says so, and uses the result", async () => {
    const gate = sandbox.file("gate");
    const go = sandbox.go({ body: `while [ -e ${sandbox.root} ] && [ ! -e ${gate} ]; do /bin/sleep 0.02; done` });
    const first = sandbox.start(findScript, [go]);
    await first.printed("[1/2] pulumi: go build");
    const second = sandbox.start(findScript, [go]);
    await second.printed("another process is getting the Pulumi CLI; waiting for it");
    writeFileSync(gate, "");

    for (const { ended } of [first, second]) {
      expect(await ended).toMatchObject({ exitCode: 0, stdout: `${sandbox.cache}\n` });
    }
    expect(sandbox.goBuilds()).toHaveLength(2);
    expect(sandbox.cached()).toEqual([version]);
  });

  test("that nobody has renewed for a minute is taken over, and what its process left is removed", async () => {
    mkdirSync(join(sandbox.cacheParent, `${version}.tmp-${deadPid()}-abc`), { recursive: true });
    mkdirSync(sandbox.lock);
    const aMinuteAgo = new Date(Date.now() - 60_000);
    utimesSync(sandbox.lock, aMinuteAgo, aMinuteAgo);
    expect(await sandbox.find([sandbox.go()])).toMatchObject({ exitCode: 0, stdout: `${sandbox.cache}\n` });
    expect(sandbox.cached()).toEqual([version]);
  });

  test("of a living process is left alone when the waiting one is interrupted", async () => {
    mkdirSync(sandbox.lock, { recursive: true });
    const waiting = sandbox.start(findScript, [sandbox.go()]);
    await waiting.printed("waiting for it");
    process.kill(waiting.pid, "SIGTERM");
    expect(await waiting.ended).toMatchObject({ signal: "SIGTERM" });
    expect(existsSync(sandbox.lock)).toBe(true);
  });
});

test("when nothing works, one error names what was tried and what would help", async () => {
  const ended = await sandbox.find([sandbox.program("empty/other", ":")]);
  expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
  const lines = [
    `There is no Pulumi CLI ${version}.`,
    "PULUMI_IIS_CLI_DIR: not set",
    "PATH: no pulumi there",
    `cache: nothing in ${sandbox.cache}`,
    "download: skipped, because PULUMI_IIS_NO_DOWNLOAD is set",
    "build from the Go modules: there is no go on PATH",
    "set PULUMI_IIS_CLI_DIR to a folder with pulumi, pulumi-language-nodejs and pulumi-resource-pulumi-nodejs",
    `install Pulumi ${version}`,
    "install Go 1.25.11 or newer",
    "allow the network",
  ];
  for (const line of lines) expect(ended.stderr).toContain(line);
  expect(ended.stderr).not.toMatch(/^ +at /m);
  expect(sandbox.cached()).toEqual([]);
});

/** The process id that a fake program wrote down; 0 while it has not. */
function pidIn(name: string): number {
  return Number(readFileSync(sandbox.file(name), "utf8"));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
