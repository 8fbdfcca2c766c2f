// Packs the SDKs of npm run sdk as their registries take them, and publishes none: npm run release:sdks [-- language …] [--out folder].
// Writes a folder for each language, by default below artifacts/sdks. Needs what builds a package of the language: npm, the Python of
// tools/python, go, mvn, dotnet.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
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
    const build = "import setuptools.build_meta as b, sys; b.build_wheel(sys.argv[1]); b.build_sdist(sys.argv[1])";
    run(folder, python, "-c", build, out);
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

for (const language of languages) {
  const [way, sdk] = [ways[language], resolve("sdk", language)];
  if (way === undefined) fail(`There is no SDK of ${language}: ${sdkLanguages.join(", ")}.`);
  if (!existsSync(sdk)) fail(`${sdk} is not there. Run npm run sdk -- ${language}`);
  const out = resolve(values.out, language);
  const copy = `${out}.build`;
  for (const folder of [out, copy]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  try {
    cpSync(sdk, copy, { recursive: true });
    way(copy, out);
  } catch (error) {
    fail(`The SDK of ${language} cannot be packed: ${(error as Error).message}`);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  process.stdout.write(`${out}: ${readdirSync(out).join(" ")}\n`);
}

function run(folder: string, program: string, ...words: readonly string[]): void {
  const stdio = ["ignore", "inherit", "inherit"] as const;
  execFileSync(program, words, { cwd: folder, stdio: [...stdio], shell: process.platform === "win32" });
}

function fail(message: string): never {
  process.stderr.write(`release:sdks: ${message}\n`);
  process.exit(1);
}
