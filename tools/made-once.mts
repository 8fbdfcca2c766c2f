// Prints a folder that several test files only read: node tools/made-once.mts <name>. The first call makes it, below node_modules/.cache,
// and later ones find it there, until a file changes of which it is made. Needs the build.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { fillCache, type Making, placeIn } from "./pulumi-cli/cache.mts";
import { repository } from "./pulumi-cli/context.mts";
import { readCall } from "./read-call.mts";

const manifest = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as { readonly files: string[] };

interface Folder {
  /** Files and folders of this project of which it is made. */
  readonly inputs: readonly string[];
  /** Makes the folder, which does not exist yet. */
  readonly make: (target: string) => Promise<void>;
}

/** The files that `npm run package:exe` writes for a platform. */
const programs = (platform: string): Folder => ({
  inputs: [
    "package.json",
    "LICENSE",
    "dist",
    "plugin",
    "scripts/package-exe.mts",
    "scripts/lib",
    "tools/node-binaries",
  ],
  make: async (target) => {
    await run(repository, process.execPath, "scripts/package-exe.mts", "--out", target, platform);
  },
});

const folders: Readonly<Record<string, Folder>> = {
  "linux-x64": programs("linux-x64"),
  "win-x64": programs("win-x64"),
  /** A project with the optional package kerberos, compiled here: needs the headers of Kerberos and a compiler. */
  kerberos: {
    inputs: ["tools/kerberos"],
    make: async (target) => {
      cpSync(join(repository, "tools/kerberos"), target, { recursive: true });
      await run(target, "npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
      const modules = join(target, "node_modules");
      const headers = join(target, "headers", "include", "node");
      cpSync(join(modules, "node-api-headers", "include"), headers, { recursive: true });
      writeFileSync(join(headers, "common.gypi"), "{}");
      writeFileSync(join(headers, "config.gypi"), JSON.stringify(process.config));
      // The headers of Node-API come from a package, so that nothing is downloaded from elsewhere.
      const gyp = [join(modules, "node-gyp", "bin", "node-gyp.js"), "rebuild", "--nodedir", join(target, "headers")];
      await run(join(modules, "kerberos"), process.execPath, ...gyp);
    },
  },
  /** A project with the packed package, and nothing of this checkout. */
  installed: {
    inputs: ["package.json", "package-lock.json", "README.md", "LICENSE", ...manifest.files],
    make: async (target) => {
      mkdirSync(target);
      // The build is there already, and building again would pull it away under other tests.
      await run(repository, "npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", target);
      const tarballs = readdirSync(target).map((name) => `./${name}`);
      writeFileSync(join(target, "package.json"), JSON.stringify({ private: true }));
      // A registry that does not answer is asked again after a minute; npm's own limit is five.
      const network = ["--prefer-offline", "--fetch-timeout=60000"];
      await run(target, "npm", "install", "--silent", "--no-audit", "--no-fund", ...network, ...tarballs);
    },
  },
};

/** What a folder was made of, in a file of it. */
const madeOf = ".made-of";

const { positionals } = readCall(`node tools/made-once.mts ${Object.keys(folders).join("|")}`, {}, 1);
const [name = ""] = positionals;
const folder = folders[name];
if (folder === undefined) throw new Error(`There is no folder ${name}: ${Object.keys(folders).join(", ")}.`);
process.stdout.write(`${await madeOnce(name, folder)}\n`);

async function madeOnce(name: string, { inputs, make }: Folder): Promise<string> {
  const place = placeIn(join(repository, "node_modules/.cache/pulumi-iis"), name);
  const digest = digestOf(inputs);
  const isMade = (target: string): boolean =>
    existsSync(join(target, madeOf)) && readFileSync(join(target, madeOf), "utf8") === digest;
  const product = {
    name,
    place,
    missing: (target: string) => (isMade(target) ? [] : [name]),
    ways: [{ name: "make", make: ({ target }: Making) => make(target) }],
    finish({ target }: Making) {
      writeFileSync(join(target, madeOf), digest);
    },
  };
  const { env, platform } = process;
  const context = { root: repository, env, platform, home: homedir(), version: "", say: () => undefined };
  const [failure] = await fillCache(product, context);
  if (failure !== undefined) throw new Error(`${name}: ${failure.reason}`);
  return place.folder;
}

/** Of the paths and contents of all files; a pattern or file that is not there has none. */
function digestOf(inputs: readonly string[]): string {
  const digest = createHash("sha256");
  const add = (path: string): void => {
    const file = join(repository, path);
    if (!existsSync(file)) return;
    if (statSync(file).isDirectory()) for (const one of readdirSync(file).sort()) add(join(path, one));
    else digest.update(`${path}\n`).update(readFileSync(file));
  };
  for (const path of inputs) add(path);
  return digest.digest("hex");
}

/** Runs a program, whose environment has nothing of the npm that runs the tests. */
async function run(cwd: string, program: string, ...args: readonly string[]): Promise<void> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith("npm_")));
  await promisify(execFile)(program, args, { cwd, env });
}
