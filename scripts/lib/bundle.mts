// Bundles of a program and of all that it imports: it needs no package beside it. The only user of esbuild.
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build, type Plugin } from "esbuild";
import { digestOf } from "./bundle-digest.mts";

/** Few calls use these: each is a file of its own, because reading a file takes time even if none of its code runs. */
const apart = /^(?:ssh2|iconv-lite|\.\/start\.ts)$/;

/** Adds modules to the entries, which are files of their own. */
const filesOfTheirOwn = (entries: Map<string, string>): Plugin => ({
  name: "files of their own",
  setup(plugin) {
    plugin.onResolve({ filter: apart }, ({ path, kind, resolveDir }) => {
      if (kind === "entry-point") return undefined;
      const name = basename(path, ".ts");
      entries.set(name, path.startsWith(".") ? join(resolveDir, path) : path);
      return { path: `./${name}.cjs`, external: true };
    });
  },
});

/** The bundle of a program. */
export interface Bundle {
  /** The names of the packages in it. */
  readonly packages: readonly string[];
  /** Of the code of all its files. */
  readonly digest: string;
}

/** Writes the bundle of a TypeScript program. */
export async function bundle(entry: string, outfile: string): Promise<Bundle> {
  const packages: string[] = [];
  const entries = new Map([[basename(outfile, ".cjs"), entry]]);
  // The build of one entry may add others.
  for (const [out, path] of entries) {
    const { metafile } = await build({
      platform: "node",
      target: "node22",
      format: "cjs",
      bundle: true,
      // The launcher runs the files as scripts, which have no import().
      supported: { "dynamic-import": false },
      // A function, which the launcher calls: otherwise it would copy a megabyte to make one. The sources are modules, which are strict.
      banner: { js: '(function (exports, require, module, __filename, __dirname) {"use strict";' },
      footer: { js: "})" },
      // Names are kept, so that stacks of errors and the origin of code are readable.
      minifyWhitespace: true,
      minifySyntax: true,
      entryPoints: [{ in: path, out }],
      outdir: dirname(outfile),
      outExtension: { ".js": ".cjs" },
      plugins: [filesOfTheirOwn(entries)],
      // Native parts of ssh2, which does without them where they are not found.
      external: ["cpu-features", "*.node"],
      legalComments: "none", // licenses.mts
      logLevel: "warning",
      metafile: true,
    });
    const names = Object.keys(metafile.inputs).map((name) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1]);
    packages.push(...names.filter((name) => name !== undefined));
  }
  return { packages, digest: digestOf(dirname(outfile)) };
}

/**
 * Writes the program that people start: it checks the version of Node, in syntax that every version reads, before it reads the bundle.
 *
 * @param check the compiled provider/check-node.ts
 * @param main the bundle, as seen from the program
 */
export function writeLauncher(outfile: string, check: string, main: string, { digest }: Bundle): void {
  const lines = [
    "#!/usr/bin/env node",
    "// Asks for the age of Node before the program is read, which is in syntax of the newest.",
    readFileSync(check, "utf8").trim(),
    "endOnOldNode();",
    readFileSync(join(import.meta.dirname, "run-kept.cjs"), "utf8").trim(),
    `runKept(${[`require("node:path").join(__dirname, "${dirname(main)}")`, `"${basename(main)}"`, `"${digest}"`].join(", ")});`,
  ];
  writeFileSync(outfile, `${lines.join("\n")}\n`);
  chmodSync(outfile, 0o755);
}
