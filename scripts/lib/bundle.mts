// Bundles of a program and of all that it imports: it starts in two thirds of the time, and needs no package beside it.
// The only user of esbuild.
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build, transform, type CommonOptions, type Plugin } from "esbuild";

const output: CommonOptions & { platform: "node" } = {
  platform: "node",
  target: "node22",
  // Names are kept, so that stacks of errors and the origin of code are readable.
  minifyWhitespace: true,
  minifySyntax: true,
  logLevel: "warning",
};

/**
 * esbuild splits a program only at import(), and only as ES modules; the sources are CommonJS and load modules late with
 * `await import("./x.ts")` or `require("./x")`. Both are import() for esbuild and require in the output, which loads the same module
 * without Node's loader of ES modules. esbuild would treat a program without an export as CommonJS, and wrap it with all its imports.
 */
const asEsModule: Plugin = {
  name: "as ES module",
  setup(plugin) {
    plugin.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: `${readFileSync(path, "utf8").replace(/\brequire\((?="\.)/g, "import(")}\nexport {};`,
      loader: "ts",
    }));
  },
};

const importAsRequire = (text: string): string => text.replace(/\bimport\((?="\.\/[\w.-]+\.cjs"\))/g, "require(");

/** ES modules are always strict; CommonJS modules declare it. */
const asCommonJs: CommonOptions & { banner: string } = {
  ...output,
  format: "cjs",
  banner: '"use strict";',
  logLevel: "error",
};

/**
 * Writes the bundle of a TypeScript program, and separate files for the modules that it loads late: reading a file takes time
 * even if none of its code runs.
 *
 * @returns the names of the packages that are in them
 */
export async function bundle(entry: string, outfile: string): Promise<string[]> {
  const folder = dirname(outfile);
  const { metafile, outputFiles } = await build({
    ...output,
    entryPoints: [{ in: entry, out: basename(outfile, ".cjs") }],
    outdir: folder,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    plugins: [asEsModule],
    // Native parts of ssh2, which does without them where they are not found.
    external: ["cpu-features", "*.node"],
    legalComments: "none", // writeLicenses
    metafile: true,
    write: false,
  });
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of outputFiles) {
    const { code } = await transform(importAsRequire(text), asCommonJs);
    writeFileSync(path, code);
  }
  const names = Object.keys(metafile.inputs).map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  return names.filter((name) => name !== undefined);
}

/**
 * Node.js keeps compiled code between runs in the user's own cache folder: in a shared temporary folder, another user could
 * leave code. If the folder cannot be written, nothing is kept. `NODE_DISABLE_COMPILE_CACHE=1` turns it off.
 */
const keepCompiledCode = `try {
    const { join } = require("node:path");
    const cache = process.env.LOCALAPPDATA || process.env.XDG_CACHE_HOME || join(require("node:os").homedir(), ".cache");
    require("node:module").enableCompileCache(join(cache, "pulumi-iis", "code"));
} catch (_) {
    // The user has no home.
}`;

/**
 * Writes the program that people start: it checks the version of Node, in syntax that every version reads, before it loads the bundle.
 *
 * @param check the compiled provider/check-node.ts
 * @param main the bundle, as seen from the program
 */
export function writeLauncher(outfile: string, check: string, main: string): void {
  const lines = [
    "#!/usr/bin/env node",
    "// Asks for the age of Node before the program is read, which is in syntax of the newest.",
    readFileSync(check, "utf8")
      .replace(/^\/\/# sourceMappingURL.*$/m, "")
      .trim(),
    "endOnOldNode();",
    keepCompiledCode,
    `require(${JSON.stringify(main)});`,
  ];
  writeFileSync(outfile, `${lines.join("\n")}\n`);
  chmodSync(outfile, 0o755);
}

/** What is read of the package.json of a package. */
interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly author?: string | { readonly name: string };
}

/** Writes the licenses of the packages whose code is shipped, each once. */
export function writeLicenses(names: readonly string[], file: string): void {
  const licenses = [...new Set(names)].sort().map((name) => {
    const folder = join("node_modules", name);
    const { version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
    const text = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    const by = typeof author === "object" ? author.name : String(author);
    const terms = text === undefined ? `by ${by}` : readFileSync(join(folder, text), "utf8").trim();
    return `${name} ${version}, ${license}\n\n${terms}\n`;
  });
  writeFileSync(file, licenses.join(`\n${"-".repeat(80)}\n\n`));
}
