import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inspectHost } from "../../provider/engine/inspect";
import { connect } from "../../provider/transport/connect";
import { checkConnection, connectionKey } from "../../provider/connection/connection";
import { inHostQueue } from "../../provider/transport/transport";
import { packageProgram } from "../../provider/package-root";
import { runProcess } from "../../provider/transport/process";

const onPosix = process.platform === "win32" ? it.skip : it;

/** The path of a server's configuration with one pool more. */
function sampleWith(pool: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "pulumi-iis-transport-")), "applicationHost.config");
  const sample = readFileSync(join(__dirname, "../../examples/basic/applicationHost.config"), "utf8");
  writeFileSync(file, sample.replace('<add name="DefaultAppPool" />', `$&<add name="${pool}" />`));
  return file;
}

function node(script: string, timeoutMs = 60_000, maxBytes?: number) {
  const limit = maxBytes === undefined ? {} : { maxBytes };
  return runProcess({ file: process.execPath, arguments: ["-e", script], timeoutMs, ...limit });
}

describe("running a process", () => {
  it("answers what it printed, standard error behind standard output", async () => {
    expect(await node(`console.error("b"); console.log("a")`)).toEqual({ exitCode: 0, stdout: "a\nb\n" });
  });

  it("answers a failure in the same shape", async () => {
    expect(await node(`console.log("no"); process.exit(87)`)).toEqual({ exitCode: 87, stdout: "no\n" });
  });

  onPosix("takes the full 32-bit exit code from file descriptor 3", async () => {
    expect(await node(`require("fs").writeSync(3, "4312"); process.exit(4312 % 256)`)).toMatchObject({
      exitCode: 4312,
    });
    expect(await node(`require("fs").writeSync(3, "2147549190"); process.exit(6)`)).toMatchObject({
      exitCode: 2147549190,
    });
  });

  it("passes arguments as they are", async () => {
    const odd = ["a b", 'say "hi"', "it's", "%PATH%", "$HOME", "ä€😀", "", "\\"];
    const script = "console.log(JSON.stringify(process.argv.slice(1)))";
    const result = await runProcess({ file: process.execPath, arguments: ["-e", script, ...odd], timeoutMs: 60_000 });
    expect(JSON.parse(result.stdout)).toEqual(odd);
  });

  it("ends a process that takes too long, and says so", async () => {
    expect(await node("setTimeout(() => {}, 60000)", 300)).toMatchObject({ exitCode: -1, ended: "timeout" });
  });

  onPosix("says when a process was killed", async () => {
    expect(await node(`process.kill(process.pid, "SIGKILL")`)).toMatchObject({ exitCode: -1, ended: "signal" });
  });

  it.each([
    ["standard output", 1],
    ["standard error", 2],
    ["the descriptor of the exit code", 3],
  ])("ends a process that writes without end to %s, and keeps nothing of it", async (_what, descriptor) => {
    if (process.platform === "win32" && descriptor === 3) return;
    const script = `for (;;) require("fs").writeSync(${descriptor}, "x".repeat(1000))`;
    expect(await node(script, 60_000, 100_000)).toEqual({ exitCode: -1, stdout: "", ended: "overflow" });
  });

  it("counts all streams together, and takes exactly as much as is allowed", async () => {
    const script = (more: number) =>
      `require("fs").writeSync(1, "a".repeat(600)); require("fs").writeSync(2, "b".repeat(${400 + more}))`;
    expect(await node(script(0), 60_000, 1000)).toEqual({ exitCode: 0, stdout: "a".repeat(600) + "b".repeat(400) });
    expect(await node(script(1), 60_000, 1000)).toMatchObject({ exitCode: -1, ended: "overflow" });
  });

  it("reads an output of 20 MB whole", async () => {
    expect((await node(`process.stdout.write("x".repeat(20e6))`)).stdout).toHaveLength(20e6);
  });
});

describe("the write queue of a host", () => {
  it("runs one after the other, and goes on after a failure", async () => {
    const events: string[] = [];
    const task = (name: string, fails = false) =>
      inHostQueue("host", async () => {
        events.push(`${name} begins`);
        await Promise.resolve();
        events.push(`${name} ends`);
        if (fails) throw new Error(name);
      });
    const results = await Promise.allSettled([task("a"), task("b", true), task("c")]);
    expect(events).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  it("does not hold up another host", async () => {
    let release = (): void => undefined;
    const blocked = inHostQueue("one", () => new Promise<void>((resolve) => (release = resolve)));
    expect(await inHostQueue("two", () => Promise.resolve("done"))).toBe("done");
    release();
    await blocked;
  });
});

describe("a connection", () => {
  it.each([
    ["left out", undefined, []],
    ["empty", {}, []],
    ["a file", { configFile: "a.config" }, []],
    ["an executable", { appcmdPath: "C:\\x\\appcmd.exe" }, []],
    ["a code page beside an executable", { appcmdPath: "appcmd", codePage: 866 }, []],
    ["a code page alone", { codePage: 65001 }, []],
    ["a code page that Windows does not have", { codePage: 5 }, ["connection.codePage"]],
    ["a code page as text", { configFile: "a", codePage: "850" }, ["connection.codePage"]],
    ["both", { configFile: "a", appcmdPath: "b" }, ["connection"]],
    ["an unknown key", { hots: "x" }, ["connection.hots"]],
    ["no text", { configFile: 5 }, ["connection.configFile"]],
    ["blank", { appcmdPath: " " }, ["connection.appcmdPath"]],
    ["no object", "web-01", ["connection"]],
  ])("that is %s has these faults: %j", (_what, connection, paths) => {
    expect(checkConnection(connection).map(({ path }) => path)).toEqual(paths);
  });

  it("is the same host whatever way the path is written", () => {
    const keys = ["a.config", "./a.config", "/srv/a.config"].map((configFile) => connectionKey({ configFile }, "/srv"));
    expect(new Set(keys).size).toBe(1);
    expect(connectionKey({ configFile: "a", codePage: 850 })).toBe(connectionKey({ configFile: "a" }));
    expect(connectionKey(undefined)).not.toBe(connectionKey({ appcmdPath: "appcmd" }));
  });

  onPosix("without appcmd is refused with the choices", () => {
    const choices = /configFile .*host .*appcmdPath .*iispools: .*--config-file .*Pulumi: .*iis:configFile/;
    expect(() => connect(undefined)).toThrow(choices);
    expect(() => connect({})).toThrow(expect.objectContaining({ code: "NO_APPCMD" }));
  });

  it("to a file that is not there is refused", () => {
    expect(() => connect({ configFile: "nope.config" }, "/")).toThrow("there is no file");
    expect(() => connect({ configFile: "." }, __dirname)).toThrow("there is no file");
  });

  it("to a file names this program, not the file, if an upgrade has removed the program", async () => {
    const [own, removed] = [process.execPath, join(tmpdir(), "removed", "iispools")];
    process.execPath = removed;
    const broken = connect({ configFile: sampleWith("Shop") });
    process.execPath = own;
    const error = await broken.exec(["list", "apppool"]).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: "NO_APPCMD", message: expect.stringContaining(`cannot start ${removed}`) });
    expect(String(error)).not.toContain("applicationHost.config");
  });

  it("to an executable that cannot be started fails when it is used", async () => {
    await expect(connect({ appcmdPath: join(__dirname, "nope") }).exec([])).rejects.toMatchObject({
      code: "NO_APPCMD",
    });
  });
});

describe("an executable that writes without end", () => {
  onPosix("is ended after 256 MB, and the error says so", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "pulumi-iis-endless-")), "appcmd");
    writeFileSync(file, "#!/bin/sh\nexec yes '<appcmd><APPPOOL APPPOOL.NAME=\"x\"></APPPOOL>'\n", { mode: 0o755 });
    const transport = connect({ appcmdPath: file });
    await expect(inspectHost(transport)).rejects.toMatchObject({
      code: "OUTPUT_TOO_LARGE",
      message: expect.stringMatching(
        /: appcmd was ended, because it printed more than 256 MB \(appcmd list apppool.*\)\. Run it on/,
      ),
    });
    rmSync(dirname(file), { recursive: true });
  });
});

describe("a host that prints in the code page of its console", () => {
  const config = sampleWith("Große Straße");

  beforeEach(() => (process.env["APPCMD_EMULATOR_ASSUME"] = "output-encoding=oem"));
  afterEach(() => delete process.env["APPCMD_EMULATOR_ASSUME"]);
  afterAll(() => {
    rmSync(dirname(config), { recursive: true });
  });

  it("is read in the one that its connection names", async () => {
    const host = connect({ configFile: config, codePage: 850 });
    expect(await host.exec(["list", "apppool", "/xml"])).toMatchObject({
      exitCode: 0,
      codePage: 850,
      stdout: expect.stringContaining('APPPOOL.NAME="Große Straße"'),
    });
  });

  onPosix("is refused with what to do where nobody names it", async () => {
    await expect(connect({ configFile: config }).exec(["list", "apppool", "/xml"])).rejects.toMatchObject({
      code: "UNREADABLE_OUTPUT",
      message: expect.stringMatching(/^applicationHost\.config: .*connection \{ codePage: 850 \}/),
    });
  });

  onPosix("is refused so by an executable too, which was there to start", async () => {
    const file = join(dirname(config), "appcmd");
    writeFileSync(file, `#!/bin/sh\nprintf '<a b="\\204" />'\n`, { mode: 0o755 });
    await expect(connect({ appcmdPath: file }).exec([])).rejects.toMatchObject({ code: "UNREADABLE_OUTPUT" });
    expect(await connect({ appcmdPath: file, codePage: 850 }).exec([])).toMatchObject({ stdout: '<a b="ä" />' });
  });
});

describe("the programs of this package", () => {
  it("are found from its own package.json", () => {
    expect(existsSync(packageProgram("appcmd-emulator").arguments[0]!)).toBe(true);
    expect(() => packageProgram("nope")).toThrow("package.json of pulumi-iis");
  });
});
