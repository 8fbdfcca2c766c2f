import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunOptions } from "../../tools/pulumi-cli/run.mts";
import { loadModule } from "./load-script";
import { repository, Sandbox, version } from "./sandbox";

type Env = Record<string, string | undefined>;

const load = <Module>(name: string) => loadModule<Module>(`tools/pulumi-cli/${name}.mts`);

describe("whether Go can build the CLI", () => {
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
    const { whyGoCannotServe } = await load<typeof import("../../tools/pulumi-cli/go-toolchain.mts")>("go-toolchain");
    expect(whyGoCannotServe({ version: goVersion, toolchain }, "1.25.11") === undefined).toBe(can);
  });

  test("the go.mod of the CLI pins the version that package.json wants, and names the Go it needs", async () => {
    const { requiredVersion, goLine } =
      await load<typeof import("../../tools/pulumi-cli/go-toolchain.mts")>("go-toolchain");
    const goMod = readFileSync(join(repository, "tools", "pulumi-cli", "pulumi", "go.mod"), "utf8");
    expect(requiredVersion(goMod, "github.com/pulumi/pulumi/pkg/v3")).toBe(`v${version}`);
    expect(goLine(goMod)).toMatch(/^1\.\d+/);
  });
});

describe("where the cache lies", () => {
  test.each<[string, Env, string]>([
    ["below the home folder", {}, "/home/me/.cache/pulumi-iis/pulumi/3.9.0"],
    ["where XDG_CACHE_HOME says", { XDG_CACHE_HOME: "/xdg" }, "/xdg/pulumi-iis/pulumi/3.9.0"],
    ["not where a relative one says", { XDG_CACHE_HOME: "xdg" }, "/home/me/.cache/pulumi-iis/pulumi/3.9.0"],
  ])("%s", async (_, env, folder) => {
    const { cachePlace } = await load<typeof import("../../tools/pulumi-cli/cache.mts")>("cache");
    expect(cachePlace(env, "/home/me", "3.9.0").folder).toBe(folder);
  });
});

describe("on Windows", () => {
  test("the programs have their extensions", async () => {
    const { programNames } = await load<typeof import("../../tools/pulumi-cli/programs.mts")>("programs");
    expect(Object.values(programNames("win32"))).toEqual([
      "pulumi.exe",
      "pulumi-language-nodejs.exe",
      "pulumi-resource-pulumi-nodejs.cmd",
    ]);
  });

  test("PATH is found however it is spelled, and not set twice", async () => {
    const { withFirstOnPath } = await load<typeof import("../../tools/pulumi-cli/programs.mts")>("programs");
    expect(withFirstOnPath({ Path: "/old" }, "/new")).toEqual({ Path: "/new:/old" });
    expect(withFirstOnPath({}, "/new")).toEqual({ PATH: "/new" });
  });

  test.each([
    ["C:\\x\\node_modules\\.bin", true],
    ["/x/node_modules/.bin/", true],
    ["/x/node_modules/.binary", false],
  ])("npm's folder of start scripts is known: %s", async (folder, expected) => {
    const { isNodeModulesBin } = await load<typeof import("../../tools/pulumi-cli/on-path.mts")>("on-path");
    expect(isNodeModulesBin(folder)).toBe(expected);
  });
});

describe("the progress of a build", () => {
  test("counts modules and packages, and keeps what else go said", async () => {
    const { buildProgress } = await load<typeof import("../../tools/pulumi-cli/go-build.mts")>("go-build");
    const progress = buildProgress("[1/2] pulumi", 1_000);
    const lines = ["go: downloading gocloud.dev v0.37.0", "fmt", "github.com/a-b/c/v2", "", "go: x@v1: 403 Forbidden"];
    for (const line of lines) progress.take(line);
    expect(progress.line(126_000)).toBe("[1/2] pulumi: 2 min 05 s, 1 modules fetched, 2 packages compiled");
    expect(progress.reason()).toBe("go: x@v1: 403 Forbidden");
  });
});

describe("the environment of go build", () => {
  test("is that of the user, without what would change the result", async () => {
    const { goEnvironment } = await load<typeof import("../../tools/pulumi-cli/go-build.mts")>("go-build");
    const env = goEnvironment({ GOPROXY: "https://proxy", GOOS: "plan9", GOARCH: "arm" }, "/work");
    expect(env).toEqual({ GOPROXY: "https://proxy", CGO_ENABLED: "0", GOWORK: "off", GOTMPDIR: "/work" });
  });
});

describe("the download by the Automation API", () => {
  let sandbox: Sandbox;
  beforeEach(() => {
    sandbox = new Sandbox();
  });
  afterEach(() => {
    sandbox.dispose();
  });

  /** Runs the download with the real Automation API, which is given this text as Pulumi's install script. */
  async function download(installScript: string): Promise<string> {
    const fake = sandbox.file("fetch.cjs");
    writeFileSync(fake, `globalThis.fetch = async () => new Response(${JSON.stringify(installScript)});`);
    const [temporary, target] = [sandbox.file("tmp"), sandbox.file("target")];
    mkdirSync(temporary);
    const { downloadCli } = await load<typeof import("../../tools/pulumi-cli/download.mts")>("download");
    const env = { PATH: process.env["PATH"], PULUMI_HOME: sandbox.file("own"), NODE_OPTIONS: `--require ${fake}` };
    const context = { root: repository, home: sandbox.file("home"), env, platform: process.platform, version };
    await downloadCli({ ...context, temporary, target, say: () => undefined });
    return target;
  }

  test("hands the result of Pulumi's install script over, and keeps the user's Pulumi home out of it", async () => {
    const target = await download(
      `mkdir -p "$3/bin" "$PULUMI_HOME"; printf '#!/bin/sh\n# %s\necho v%s' "$TMPDIR" "$5" >"$3/bin/pulumi"; chmod +x "$3/bin/pulumi"`,
    );
    expect(readFileSync(join(target, "pulumi"), "utf8")).toBe(
      `#!/bin/sh\n# ${sandbox.file("tmp/download")}\necho v${version}`,
    );
    expect(existsSync(sandbox.file("own"))).toBe(false);
  });

  test("fails with what the install script says", async () => {
    const failing = download("echo 'error: no such version' >&2; exit 1");
    await expect(failing).rejects.toThrow("from https://get.pulumi.com: error: no such version");
  });

  test("fails when the install script leaves nothing", async () => {
    await expect(download("")).rejects.toThrow("from https://get.pulumi.com: ");
  });
});

describe("a program that is run", () => {
  const silent = ["-e", "setInterval(() => undefined, 1000)"];
  const runIt = async (command: string, args: string[], options: Partial<RunOptions> = {}) => {
    const { run } = await load<typeof import("../../tools/pulumi-cli/run.mts")>("run");
    return run(command, args, { env: process.env, ...options });
  };

  test("hands on each line, and its exit code is a result", async () => {
    const heard: string[] = [];
    const program = 'console.log("one"); console.error("two"); process.stdout.write("three"); process.exitCode = 3;';
    const ended = await runIt(process.execPath, ["-e", program], { onLine: (line) => heard.push(line) });
    expect(ended).toMatchObject({ exitCode: 3, stdout: ["one", "three"] });
    for (const lines of [heard, [...ended.lines]]) expect(lines.sort()).toEqual(["one", "three", "two"]);
  });

  test("is ended when it takes longer than it may", async () => {
    await expect(runIt(process.execPath, silent, { withinMs: 50 })).rejects.toThrow("not finished within 0.05 s");
  });

  test("is ended by an abort, for its reason, though it ignores SIGTERM", async () => {
    const end = new AbortController();
    const deaf = `process.on("SIGTERM", () => undefined); console.log("ready"); ${silent[1]}`;
    const onLine = (): void => {
      end.abort(new Error("enough"));
    };
    await expect(runIt(process.execPath, ["-e", deaf], { signal: end.signal, onLine })).rejects.toThrow("enough");
  });

  test("is an error when it cannot be started or another ends it", async () => {
    await expect(runIt("/nowhere/program", [])).rejects.toThrow("ENOENT");
    await expect(runIt(process.execPath, ["-e", "process.kill(process.pid)"])).rejects.toThrow("SIGTERM");
  });
});
