// One file of a program and of all that it imports: it starts in two thirds of the time, and needs no package beside it.
// The only user of esbuild.
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/** Writes the bundle of a TypeScript program as an executable. Answers the names of the packages that are in it. */
export async function bundle(entry, outfile) {
  const { metafile } = await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    target: "node22",
    // Native parts of ssh2, which does without them where they are not found.
    external: ["cpu-features", "*.node"],
    // Names stay: what is said of an error, and whose code is in it, can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none", // writeLicenses
    logLevel: "warning",
    metafile: true,
  });
  chmodSync(outfile, 0o755);
  const names = Object.keys(metafile.inputs).map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  return names.filter((name) => name !== undefined);
}

/**
 * Writes the program that people start: it asks for the age of Node, in syntax that all of them read, before the bundle beside
 * it is read.
 *
 * @param check the compiled provider/check-node.ts
 */
export function writeLauncher(outfile, check, main) {
  const lines = [
    "#!/usr/bin/env node",
    "// Asks for the age of Node before the program is read, which is in syntax of the newest.",
    readFileSync(check, "utf8")
      .replace(/^\/\/# sourceMappingURL.*$/m, "")
      .trim(),
    "endOnOldNode();",
    `require(${JSON.stringify(`./${main}`)});`,
  ];
  writeFileSync(outfile, `${lines.join("\n")}\n`);
  chmodSync(outfile, 0o755);
}

/** Writes the licenses of the packages whose code is shipped, each once. */
export function writeLicenses(names, file) {
  const licenses = [...new Set(names)].sort().map((name) => {
    const folder = join("node_modules", name);
    const { version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const text = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    const terms = text === undefined ? `by ${author?.name ?? author}` : readFileSync(join(folder, text), "utf8").trim();
    return `${name} ${version}, ${license}\n\n${terms}\n`;
  });
  writeFileSync(file, licenses.join(`\n${"-".repeat(80)}\n\n`));
}
