import { execFile, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { utils } from "ssh2";
import { startSmallServer } from "../transport/openssh/small-server";

const root = join(__dirname, "../..");
const program = join(root, "dist/provider/cli/bin.js");
const bundles = { iispools: "dist/cli", emulator: "dist/emulator", plugin: "plugin/bundle" };

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-iis-bundle-"));
  writeFileSync(join(folder, "pools.yaml"), "version: 1\npools:\n  Shop:\n    queueLength: 2000\n");
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The built files of a program, without what starts it. */
function filesOf(bundle: string): string[] {
  const files = readdirSync(join(root, bundle)).filter((file) => file.endsWith(".cjs"));
  return files.map((file) => readFileSync(join(root, bundle, file), "utf8"));
}

/** The names of the packages of CommonJS in the code, which esbuild leaves there. */
function packagesIn(code: string): string[] {
  return [...code.matchAll(/"node_modules\/((?:@[^/"]+\/)?[^/"]+)/g)].map(([, name]) => name!);
}

/** Runs the built `iispools` after this code, in a folder with one pool file. */
function runAfter(code: string, argv: readonly string[]) {
  const preload = join(folder, "preload.cjs");
  writeFileSync(preload, code);
  return spawnSync(process.execPath, ["--require", preload, program, ...argv], { encoding: "utf8", cwd: folder });
}

describe("the bundled programs", () => {
  it.each(Object.entries(bundles))("have the license of each package that is in %s", (_, bundle) => {
    const licenses = readFileSync(join(root, "dist/licenses.txt"), "utf8");
    const names = packagesIn(filesOf(bundle).join("\n"));
    expect(names).toContain("saxes");
    expect(names.filter((name) => !new RegExp(`^${name} \\d.*, \\S`, "m").test(licenses))).toEqual([]);
  });

  it.each(Object.entries(bundles))("are strict in every file of %s, as the sources are", (_, bundle) => {
    for (const code of filesOf(bundle))
      expect(code).toMatch(/^\(function \(exports, require, module, __filename, __dirname\) \{"use strict";/);
  });

  it("leave zod out of the emulator, which is started for every command", () => {
    expect(filesOf(bundles.emulator).join("\n")).not.toMatch(/zod/i);
  });
});

describe("the compiled code of a bundled program", () => {
  const call = (cache: string, argv: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    spawnSync(process.execPath, [program, ...argv], {
      encoding: "utf8",
      cwd: folder,
      env: { ...process.env, LOCALAPPDATA: "", XDG_CACHE_HOME: cache, ...env },
    });
  const validate = (cache: string, env?: NodeJS.ProcessEnv) => call(cache, ["validate", "pools.yaml"], env);

  const filesBelow = (cache: string): string[] =>
    readdirSync(cache, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name, parentPath }) => join(parentPath, name));

  const namesBelow = (cache: string): string[] =>
    filesBelow(cache)
      .map((file) => basename(file))
      .sort();

  const newCache = (): string => mkdtempSync(join(folder, "cache-"));

  it("is kept in the user's cache folder for each command, and used", () => {
    const cache = newCache();
    const first = validate(cache);
    expect(first.status).toBe(0);
    expect(namesBelow(join(cache, "pulumi-iis", "code"))).toEqual(["iispools.cjs-validate", "start.cjs-validate"]);
    const files = filesBelow(cache);
    const [, digest] = /"([0-9a-f]{8})"\);\n$/.exec(readFileSync(program, "utf8"))!;
    expect(files.map((file) => readFileSync(file).toString("latin1", 0, 8))).toEqual([digest, digest]);
    const times = files.map((file) => statSync(file).mtimeMs);
    expect(validate(cache)).toMatchObject({ status: 0, stdout: first.stdout });
    expect(files.map((file) => statSync(file).mtimeMs)).toEqual(times);
    expect(call(cache, ["lint", "pools.yaml"]).status).toBe(0);
    expect(namesBelow(cache)).toContain("start.cjs-lint");
  });

  it("is kept neither of a call that fails nor of help in the place of the command", () => {
    const cache = newCache();
    expect(call(cache, ["validate", "missing.yaml"]).status).toBe(1);
    expect(namesBelow(cache)).toEqual([]);
    expect(call(cache, ["validate", "--help"]).status).toBe(0);
    expect(namesBelow(cache)).toEqual(["iispools.cjs-help", "start.cjs-help"]);
  });

  it.each([
    ["cut off", (kept: Buffer) => kept.subarray(0, kept.length / 2)],
    ["changed in one bit", (kept: Buffer) => Buffer.from(kept).fill(kept[1000]! ^ 1, 1000, 1001)],
    ["that of another build", (kept: Buffer) => Buffer.from(kept).fill("?", 0, 1)],
  ])("is replaced if it is %s", (_what, damaged) => {
    const cache = newCache();
    validate(cache);
    const [file = ""] = filesBelow(cache).filter((one) => basename(one) === "start.cjs-validate");
    const wrong = damaged(readFileSync(file));
    writeFileSync(file, wrong);
    expect(validate(cache)).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(file).equals(wrong)).toBe(false);
    expect(validate(cache)).toMatchObject({ status: 0, stderr: "" });
  });

  const keptIn = (cache: string): string => filesBelow(cache).find((file) => basename(file) === "start.cjs-validate")!;

  it("is replaced, not run, if others may write it", () => {
    const cache = newCache();
    validate(cache);
    chmodSync(keptIn(cache), 0o666);
    expect(validate(cache)).toMatchObject({ status: 0, stderr: "" });
    expect(statSync(keptIn(cache)).mode & 0o777).toBe(0o600);
  });

  it("is replaced, not run, if it is of another user", () => {
    const cache = newCache();
    validate(cache);
    const { ino } = statSync(keptIn(cache));
    const other = join(folder, "other-user.cjs");
    writeFileSync(other, "process.getuid = () => 4711;");
    expect(validate(cache, { NODE_OPTIONS: `--require ${JSON.stringify(other)}` })).toMatchObject({ status: 0 });
    expect(statSync(keptIn(cache)).ino).not.toBe(ino);
  });

  it.each([
    ["without a home", { HOME: "", XDG_CACHE_HOME: "" }],
    ["with a cache folder that is relative", { XDG_CACHE_HOME: "relative" }],
  ])("is not kept in the current folder %s, where others may leave code", (_what, env) => {
    const before = readdirSync(folder).sort();
    expect(validate("", env).status).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(before);
  });

  it("is not kept if the home folder is missing, which is not made", () => {
    const home = join(folder, "missing", "home");
    expect(validate("", { HOME: home, USERPROFILE: home }).status).toBe(0);
    expect(existsSync(dirname(home))).toBe(false);
    mkdirSync(home, { recursive: true });
    expect(validate("", { HOME: home, USERPROFILE: home }).status).toBe(0);
    expect(namesBelow(home)).toEqual(["iispools.cjs-validate", "start.cjs-validate"]);
  });

  it("ends if the cache folder is where the file system makes no folders", () => {
    const noFolders = process.platform === "linux" ? "/proc" : join(folder, "pools.yaml");
    expect(
      spawnSync(process.execPath, [program, "validate", "pools.yaml"], {
        cwd: folder,
        env: { ...process.env, LOCALAPPDATA: "", XDG_CACHE_HOME: noFolders },
        ...{ timeout: 60_000, killSignal: "SIGKILL" }, // else it would never end
      }),
    ).toMatchObject({ status: 0 });
  });

  it("leaves no part behind if it cannot take its place", () => {
    const cache = newCache();
    validate(cache);
    const file = keptIn(cache);
    rmSync(file);
    mkdirSync(file);
    expect(validate(cache)).toMatchObject({ status: 0, stderr: "" });
    expect(namesBelow(cache)).toEqual(["iispools.cjs-validate"]);
  });

  it("is not kept with NODE_DISABLE_COMPILE_CACHE", () => {
    const cache = newCache();
    expect(validate(cache, { NODE_DISABLE_COMPILE_CACHE: "1" }).status).toBe(0);
    expect(namesBelow(cache)).toEqual([]);
  });

  it("is not kept, without a word, where there is no such folder", () => {
    writeFileSync(join(folder, "no-folder"), "");
    expect(validate(join(folder, "no-folder"))).toMatchObject({ status: 0, stderr: "" });
  });
});

describe("the bundled iispools", () => {
  /** The modules that run in a call: esbuild makes a function of each, with the module's path as its name. */
  const modulesRun = (argv: readonly string[]): string[] => {
    const { status, stderr } = runAfter(listFunctions, argv);
    expect(status).toBe(0);
    return stderr.split("\n").filter((name) => /^(?:provider|node_modules)\//.test(name));
  };
  const listFunctions = `const { Session } = require("node:inspector");
    const session = new Session();
    session.connect();
    session.post("Profiler.enable");
    session.post("Profiler.startPreciseCoverage", { callCount: true });
    process.on("exit", () => {
      session.post("Profiler.takePreciseCoverage", (_, { result }) => {
        const called = result.flatMap(({ functions }) => functions).filter(({ ranges }) => ranges[0].count > 0);
        process.stderr.write(called.map(({ functionName }) => functionName).join("\\n"));
      });
    });`;

  it.each([
    [["plan", "--help"], ["commander"]],
    [["__complete", "plan", "--"], ["commander"]],
    [
      ["validate", "pools.yaml"],
      ["commander", "picocolors", "yaml", "zod"],
    ],
  ])("runs for %j the code of no other packages than that needs", (argv, packages) => {
    expect([...new Set(modulesRun(argv).flatMap((path) => packagesIn(`"${path}`)))].sort()).toEqual(packages);
  });

  it.each([
    [["--help"], []],
    [["--debug", "plan", "--help"], ["plan"]],
    [["help", "stop"], ["start-stop"]],
    [["__complete", "--", ""], ["complete"]],
    [
      ["__complete", "--", "apply", "--"],
      ["apply", "complete"],
    ],
  ])("runs for %j only the verb that it is about", (argv, verbs) => {
    const names = modulesRun(argv).flatMap((path) => /^provider\/cli\/verbs\/(.+)\.ts$/.exec(path)?.[1] ?? []);
    expect(names.sort()).toEqual(verbs);
  });

  it.each([
    [["--version"], ["iispools.cjs"]],
    [
      ["plan", "pools.yaml"],
      ["iispools.cjs", "start.cjs"],
    ],
  ])("reads for %j no other files than %j", (argv, files) => {
    const listing = `const fs = require("node:fs"); const { readFileSync } = fs;
      fs.readFileSync = (path, ...rest) => {
        if (/\\.cjs$/.test(path)) process.stderr.write(\`read \${path}\\n\`);
        return readFileSync(path, ...rest);
      };`;
    const { stderr } = runAfter(listing, argv);
    expect([...stderr.matchAll(/^read (.*)$/gm)].map(([, file]) => basename(file!))).toEqual(files);
  });

  it("logs in over SSH, and reads a code page of Windows", async () => {
    // Of the Ed25519 keys that ssh2 makes, it cannot read one in two hundred.
    const key = utils.generateKeyPairSync("ecdsa", { bits: 256 });
    const server = await startSmallServer(
      key.private,
      (attempt) => {
        attempt.accept();
      },
      (_line, channel) => {
        channel.write(Buffer.from("ERROR ( message:f\x84hlt )\r\n", "latin1"));
        channel.exit(5);
        channel.end();
      },
    );
    const host = { host: "127.0.0.1", port: server.port, user: "u", password: "${env:PASSWORD}" };
    const hosts = { web: { ...host, hostKey: key.public, codePage: 850 } };
    writeFileSync(join(folder, "ssh.json"), JSON.stringify({ version: 1, hosts, pools: { Shop: {} } }));
    const env = { ...process.env, PASSWORD: "canary" };
    const report = await new Promise<string>((resolve) => {
      execFile(process.execPath, [program, "plan", "ssh.json"], { cwd: folder, env }, (_error, stdout) => {
        resolve(stdout);
      });
    });
    await server.stop();
    expect(report).toContain("appcmd failed with exit code 5: fählt (appcmd list apppool");
  });

  it.each([
    ["with --debug its functions", ["--debug"], / < withRegularFile \([\w-]+\.cjs:\d+:\d+\) < .* \(INTERNAL\)\n$/],
    [
      "without --debug how to see them",
      [],
      /^unexpected TypeError\. This is a bug .*PULUMI_IIS_DEBUG=1 \(iispools: --debug\) .* \(INTERNAL\)\n$/,
    ],
  ])("shows of an unforeseen error %s, in one line and never what it quotes", (_what, more, shown) => {
    const failing = `const fs = require("node:fs"); const { openSync } = fs;
      fs.openSync = (path, ...rest) => {
        if (String(path).endsWith("pools.yaml")) throw new TypeError("canary");
        return openSync(path, ...rest);
      };`;
    const { status, stderr } = runAfter(failing, [...more, "validate", "pools.yaml"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(shown);
    expect(stderr.split("\n")).toHaveLength(2);
    expect(stderr).not.toContain("canary");
  });

  it("names the functions in which an unforeseen error arose", () => {
    const failing = `process.env.PULUMI_IIS_DEBUG = "1"; require("node:fs").closeSync = () => { throw new TypeError("canary"); };`;
    const { status, stderr } = runAfter(failing, ["validate", "pools.yaml"]);
    expect(status).toBe(1);
    const place = String.raw`\([\w-]+\.cjs:\d+:\d+\)`;
    expect(stderr).not.toContain("canary");
    expect(stderr).toMatch(
      new RegExp(`< withRegularFile ${place} < readRegularFile ${place} < findPackageRoot ${place}`),
    );
  });
});
