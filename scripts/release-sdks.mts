// Packs the SDKs of npm run sdk as their registries take them, and publishes none: npm run release:sdks [-- language …] [--out folder].
// Writes a folder for each language, by default below artifacts/sdks. Needs what builds a package of the language: npm, the Python of
// tools/python, go, mvn, dotnet.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { readCall } from "../tools/read-call.mts";
import { sdkLanguages } from "./lib/make-sdk.mts";

const usage = "npm run release:sdks [-- language …] [--out folder]";
const options = { out: { type: "string", default: "artifacts/sdks" } } as const;
const { values, positionals: named } = readCall(usage, options, Infinity);
const languages = named.length > 0 ? named : sdkLanguages;

/** How the SDK of a language is packed: a copy of it, because builds write into its folder, and where the result goes. */
const ways: Readonly<Record<string, (folder: string, out: string) => void>> = {
  nodejs(folder, out) {
    const published = join(folder, "bin");
    run(published, "npm", "pack", "--silent", "--pack-destination", out);
    run(published, "npm", "publish", "--silent", "--dry-run", "--access", "public");
  },
  python(folder, out) {
    const found = execFileSync(process.execPath, ["tools/python/find.mts"], { encoding: "utf8" }).trim();
    const python = process.platform === "win32" ? join(found, "Scripts", "python.exe") : join(found, "bin", "python");
    // Each leaves folders beside the sources, which the next one takes for packages.
    for (const build of ["build_wheel", "build_sdist"]) {
      const sources = join(folder, "..", build);
      cpSync(folder, sources, { recursive: true });
      run(sources, python, "-c", `import setuptools.build_meta as b; b.${build}(${JSON.stringify(out)})`);
    }
  },
  go(folder, out) {
    // A module is not packed: its folder is published by a tag.
    run(folder, "go", "vet", "-mod=mod", "./...");
    cpSync(folder, out, { recursive: true });
  },
  java(folder, out) {
    run(folder, "mvn", "--batch-mode", "--quiet", "package");
    for (const jar of readdirSync(join(folder, "target")).filter((file) => file.endsWith(".jar")))
      cpSync(join(folder, "target", jar), join(out, jar));
  },
  dotnet(folder, out) {
    run(folder, "dotnet", "pack", "--configuration", "Release", "--output", out);
  },
};

try {
  for (const language of languages) pack(language);
} catch (error) {
  process.stderr.write(`release:sdks: ${(error as Error).message}\n`);
  process.exitCode = 1;
}

function pack(language: string): void {
  const [way, sdk] = [ways[language], resolve("sdk", language)];
  if (way === undefined) throw new Error(`There is no SDK of ${language}: ${sdkLanguages.join(", ")}.`);
  if (!existsSync(sdk)) throw new Error(`${sdk} is not there. Run npm run sdk -- ${language}`);
  const out = resolve(values.out, language);
  const scratch = mkdtempSync(join(tmpdir(), "pulumi-iis-sdk-"));
  try {
    rmSync(out, { recursive: true, force: true });
    mkdirSync(out, { recursive: true });
    const copy = join(scratch, "sdk");
    cpSync(sdk, copy, { recursive: true, filter: (file) => basename(file) !== ".made-of" });
    way(copy, out);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  process.stdout.write(`${out}: ${readdirSync(out).join(" ")}\n`);
}

function run(cwd: string, program: string, ...words: readonly string[]): void {
  const shell = process.platform === "win32";
  const { status, stdout, stderr, error } = spawnSync(program, words, { cwd, encoding: "utf8", shell });
  if (error !== undefined) throw new Error(`${program} cannot be started: ${error.message}`);
  if (status !== 0) throw new Error(`${program} ${words.join(" ")} failed:\n${stdout}${stderr}`);
}
