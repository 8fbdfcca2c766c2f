import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
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
    for (const code of filesOf(bundle)) expect(code).toMatch(/^(?:#!.*\n)?"use strict";/);
  });

  it("leave zod out of the emulator, which is started for every command", () => {
    expect(filesOf(bundles.emulator).join("\n")).not.toMatch(/zod/i);
  });
});

describe("the compiled code of a bundled program", () => {
  const validate = (cache: string) =>
    spawnSync(process.execPath, [program, "validate", "pools.yaml"], {
      encoding: "utf8",
      cwd: folder,
      env: { ...process.env, LOCALAPPDATA: "", XDG_CACHE_HOME: cache },
    });

  it("is kept in the user's cache folder", () => {
    const cache = join(folder, "cache");
    expect(validate(cache).status).toBe(0);
    const kept = readdirSync(join(cache, "pulumi-iis", "code"), { recursive: true, withFileTypes: true });
    expect(kept.filter((entry) => entry.isFile()).length).toBeGreaterThan(5);
    expect(validate(cache).status).toBe(0);
  });

  it("is not kept, without a word, where there is no such folder", () => {
    writeFileSync(join(folder, "no-folder"), "");
    expect(validate(join(folder, "no-folder"))).toMatchObject({ status: 0, stderr: "" });
  });
});

describe("the bundled iispools", () => {
  /** The files that a call reads. */
  const filesRead = (argv: readonly string[]): string[] => {
    const listing = `process.on("exit", () => process.stderr.write(Object.keys(require.cache).join("\\n")));`;
    const { status, stderr } = runAfter(listing, argv);
    expect(status).toBe(0);
    return stderr.split("\n");
  };

  /** The packages whose code is in these files. */
  const packagesRead = (argv: readonly string[]): string[] => {
    const code = filesRead(argv).map((file) => readFileSync(file, "utf8"));
    return [...new Set(packagesIn(code.join("\n")))].sort();
  };

  it.each([
    [["--version"], []],
    [["plan", "--help"], ["commander"]],
    [["__complete", "plan", "--"], ["commander"]],
    [
      ["validate", "pools.yaml"],
      ["commander", "picocolors", "yaml"],
    ],
  ])("reads for %j the code of no other packages than that needs", (argv, packages) => {
    expect(packagesRead(argv)).toEqual(packages);
  });

  /** The modules below provider/cli/verbs/, which are files of their own in the bundle. */
  const verbModules = readdirSync(join(root, "provider/cli/verbs")).map((file) => basename(file, ".ts"));

  it.each([
    [["--version"], []],
    [["--help"], []],
    [["--debug", "plan", "--help"], ["plan"]],
    [["help", "stop"], ["start-stop"]],
    [["__complete", "--", ""], ["complete"]],
    [
      ["__complete", "--", "apply", "--"],
      ["apply", "complete"],
    ],
  ])("reads for %j only the verb that it is about", (argv, verbs) => {
    const names = filesRead(argv).flatMap((file) => /^(.+)-[A-Z0-9]{8}\.cjs$/.exec(basename(file))?.[1] ?? []);
    expect(names.filter((name) => verbModules.includes(name)).sort()).toEqual(verbs);
  });

  it.each([
    [["--version"], 20_000],
    [["--help"], 140_000],
    [["plan", "--help"], 140_000],
    [["__complete", "--", "plan", "--"], 140_000],
  ])("reads for %j at most %d bytes of code", (argv, most) => {
    const own = filesRead(argv).filter((file) => file.startsWith(join(root, "dist")));
    expect(own.map((file) => statSync(file).size).reduce((sum, size) => sum + size)).toBeLessThan(most);
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
    const stderr = await new Promise<string>((resolve) => {
      execFile(process.execPath, [program, "plan", "ssh.json"], { cwd: folder, env }, (_error, _stdout, text) => {
        resolve(text);
      });
    });
    await server.stop();
    expect(stderr).toContain("web: appcmd failed with exit code 5: fählt (appcmd list apppool");
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
    expect(stderr).toMatch(new RegExp(`< withRegularFile ${place} < readRegularFile ${place} < packageRoot ${place}`));
  });
});
