import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadScript } from "./load-script";
import { repository, Sandbox, until, version } from "./sandbox";

type Env = Record<string, string | undefined>;

describe("whether Go can build the CLI", () => {
  interface GoToolchain {
    whyGoCannotServe: (found: { version: string; toolchain: string }, needed: string) => string | undefined;
    requiredVersion: (goMod: string, module: string) => string | undefined;
    goLine: (goMod: string) => string;
  }

  test.each([
    ["go1.25.11", "local", true],
    ["go1.26.8", "local", true],
    ["go1.26rc1", "local", true],
    ["go1.25.9", "local", false],
    ["go1.22.0", "auto", true],
    ["go1.22.0", "go1.22.0+auto", true],
    ["go1.22.0", "path", true],
    ["go1.20.14", "auto", false],
    ["go1.19", "", false],
  ])("%s with GOTOOLCHAIN=%s: %s", async (goVersion, toolchain, can) => {
    const { whyGoCannotServe } = await loadScript<GoToolchain>("go-toolchain.mjs");
    expect(whyGoCannotServe({ version: goVersion, toolchain }, "1.25.11") === undefined).toBe(can);
  });

  test("the go.mod of the CLI pins the version that package.json wants, and names the Go it needs", async () => {
    const { requiredVersion, goLine } = await loadScript<GoToolchain>("go-toolchain.mjs");
    const goMod = readFileSync(join(repository, "tools", "pulumi-cli", "pulumi", "go.mod"), "utf8");
    expect(requiredVersion(goMod, "github.com/pulumi/pulumi/pkg/v3")).toBe(`v${version}`);
    expect(goLine(goMod)).toMatch(/^1\.\d+/);
  });
});

describe("whether a lock is abandoned", () => {
  interface CacheLock {
    isAbandoned: (
      holder: { pid?: number; host?: string },
      ageMs: number,
      here: { host: string; isAlive: (pid: number) => boolean },
    ) => boolean;
  }

  test.each<[string, { pid?: number; host?: string }, number, boolean]>([
    ["a living process of this machine holds it", { pid: 1, host: "here" }, 0, false],
    ["a dead process of this machine held it", { pid: 2, host: "here" }, 0, true],
    ["a process of another machine holds it", { pid: 2, host: "there" }, 0, false],
    ["it is being written", {}, 0, false],
    ["nobody touched it for a minute", { pid: 1, host: "here" }, 60_000, true],
  ])("%s", async (_, holder, ageMs, abandoned) => {
    const { isAbandoned } = await loadScript<CacheLock>("cache-lock.mjs");
    expect(isAbandoned(holder, ageMs, { host: "here", isAlive: (pid) => pid === 1 })).toBe(abandoned);
  });
});

describe("where the cache lies", () => {
  interface CachePlace {
    cachePlace: (env: Env, home: string, version: string) => { folder: string };
  }

  test.each<[string, Env, string]>([
    ["below the home folder", {}, "/home/me/.cache/pulumi-iis/pulumi/3.9.0"],
    ["where XDG_CACHE_HOME says", { XDG_CACHE_HOME: "/xdg" }, "/xdg/pulumi-iis/pulumi/3.9.0"],
    ["not where a relative one says", { XDG_CACHE_HOME: "xdg" }, "/home/me/.cache/pulumi-iis/pulumi/3.9.0"],
  ])("%s", async (_, env, folder) => {
    const { cachePlace } = await loadScript<CachePlace>("cache-place.mjs");
    expect(cachePlace(env, "/home/me", "3.9.0").folder).toBe(folder);
  });
});

describe("on Windows", () => {
  test("the programs have their extensions", async () => {
    interface Programs {
      programNames: (platform: string) => Record<string, string>;
    }
    const { programNames } = await loadScript<Programs>("pulumi-programs.mjs");
    expect(Object.values(programNames("win32"))).toEqual([
      "pulumi.exe",
      "pulumi-language-nodejs.exe",
      "pulumi-resource-pulumi-nodejs.cmd",
    ]);
  });

  test("PATH is found however it is spelled, and not set twice", async () => {
    interface PathVariable {
      withFirstOnPath: (env: Env, folder: string) => Env;
    }
    const { withFirstOnPath } = await loadScript<PathVariable>("path-variable.mjs");
    expect(withFirstOnPath({ Path: "/old" }, "/new")).toEqual({ Path: "/new:/old" });
    expect(withFirstOnPath({}, "/new")).toEqual({ PATH: "/new" });
  });

  test.each([
    ["C:\\x\\node_modules\\.bin", true],
    ["/x/node_modules/.bin/", true],
    ["/x/node_modules/.binary", false],
  ])("npm's folder of start scripts is known: %s", async (folder, expected) => {
    interface OnPath {
      isNodeModulesBin: (folder: string) => boolean;
    }
    const { isNodeModulesBin } = await loadScript<OnPath>("pulumi-on-path.mjs");
    expect(isNodeModulesBin(folder)).toBe(expected);
  });
});

describe("the progress of a build", () => {
  interface BuildProgress {
    buildProgress: (
      label: string,
      startedMs: number,
    ) => { take(line: string): void; line(now: number): string; complaint(): string };
  }

  test("counts modules and packages, and keeps what else go said", async () => {
    const { buildProgress } = await loadScript<BuildProgress>("build-progress.mjs");
    const progress = buildProgress("[1/2] pulumi", 1_000);
    const lines = ["go: downloading gocloud.dev v0.37.0", "fmt", "github.com/a-b/c/v2", "", "go: x@v1: 403 Forbidden"];
    for (const line of lines) progress.take(line);
    expect(progress.line(126_000)).toBe("[1/2] pulumi: 2 min 05 s, 1 modules fetched, 2 packages compiled");
    expect(progress.complaint()).toBe("go: x@v1: 403 Forbidden");
  });
});

describe("the environment of go build", () => {
  test("is that of the user, without what would change the result", async () => {
    interface BuildCli {
      goEnvironment: (env: Env, work: string) => Env;
    }
    const { goEnvironment } = await loadScript<BuildCli>("build-cli.mjs");
    const env = goEnvironment({ GOPROXY: "https://proxy", GOOS: "plan9", GOARCH: "arm" }, "/work");
    expect(env).toEqual({ GOPROXY: "https://proxy", CGO_ENABLED: "0", GOWORK: "off", GOTMPDIR: "/work" });
  });
});

describe("the download by the npm package", () => {
  interface DownloadCli {
    downloadCli: (context: object) => Promise<void>;
  }
  let sandbox: Sandbox;
  beforeEach(() => {
    sandbox = new Sandbox();
  });
  afterEach(() => {
    sandbox.dispose();
  });

  /** Runs the download with a fake of the npm package. */
  async function download(downloader: string): Promise<string> {
    sandbox.program("node_modules/pulumi/run.js", downloader);
    const [temporary, target] = [sandbox.file("tmp"), sandbox.file("target")];
    mkdirSync(temporary);
    const { downloadCli } = await loadScript<DownloadCli>("download-cli.mjs");
    const say = (): void => undefined;
    await downloadCli({
      root: sandbox.root,
      env: { PULUMI_HOME: sandbox.file("own") },
      version,
      temporary,
      target,
      say,
    });
    return target;
  }

  test("keeps the user's Pulumi home out of it and hands the result over", async () => {
    const target = await download(`
      const { mkdirSync, writeFileSync } = require("fs");
      const bin = process.env.PULUMI_HOME + "/versions/" + process.env.PULUMI_VERSION + "/bin";
      mkdirSync(bin, { recursive: true });
      writeFileSync(bin + "/pulumi", process.env.TMPDIR);`);
    expect(readFileSync(join(target, "pulumi"), "utf8")).toBe(sandbox.file("tmp/download"));
    expect(existsSync(sandbox.file("own"))).toBe(false);
  });

  test("fails with the downloader's own words", async () => {
    const failing = download('process.stderr.write("pulumi: fetch failed\\n"); process.exit(1);');
    await expect(failing).rejects.toThrow("from https://get.pulumi.com: fetch failed");
  });

  test("fails when the downloader leaves nothing", async () => {
    await expect(download("")).rejects.toThrow("left nothing");
  });
});

describe("a child that is bounded in time", () => {
  interface RunChild {
    runChild: (command: string, args: string[], options: object) => Promise<number>;
  }
  const silent = ["-e", "setInterval(() => undefined, 1000)"];

  test.each([
    [{ firstStdoutWithinMs: 50 }, "no answer within 0.05 s"],
    [{ withinMs: 50 }, "not finished within 0.05 s"],
  ])("ends when it takes longer: %j", async (limits, message) => {
    const { runChild } = await loadScript<RunChild>("run-child.mjs");
    await expect(runChild(process.execPath, silent, { env: process.env, ...limits })).rejects.toThrow(message);
  });

  test("may take its time once it has spoken", async () => {
    const { runChild } = await loadScript<RunChild>("run-child.mjs");
    const cancelled: unknown[] = [];
    const clock = { start: (_: unknown, ms: number) => ms, cancel: (timer: unknown) => cancelled.push(timer) };
    const speaking = ["-e", "console.log(1); setInterval(() => undefined, 1000)"];
    const end = new AbortController();
    const options = { env: process.env, firstStdoutWithinMs: 300, clock, signal: end.signal };
    const running = runChild(process.execPath, speaking, options).catch((error: unknown) => error);
    await until(() => cancelled.includes(300));
    end.abort("enough");
    expect(await running).toBe("enough");
  });

  test("that cannot be started is an error", async () => {
    const { runChild } = await loadScript<RunChild>("run-child.mjs");
    await expect(runChild("/nowhere/program", [], { env: {} })).rejects.toThrow("ENOENT");
  });
});
