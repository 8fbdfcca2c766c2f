// What the generators leave to the build of a published package, done so that programs can use the SDK where it lies.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Context } from "../../tools/pulumi-cli/context.mts";
import { run } from "../../tools/pulumi-cli/run.mts";
import { javaPom, type JavaPackage } from "./java-pom.mts";

/** What is read of schema.json. */
interface Schema extends JavaPackage {
  readonly pluginDownloadURL?: string;
  readonly language: JavaPackage["language"] & { readonly go: { readonly importBasePath: string } };
}

/**
 * Completes a generated SDK.
 *
 * @param folder the SDK's; below the project's folder, whose packages its TypeScript is compiled with
 * @throws where it does not compile
 */
export async function finishSdk(language: string, folder: string, context: Context): Promise<void> {
  const schema = JSON.parse(readFileSync(join(context.root, "schema.json"), "utf8")) as Schema;
  if (language === "nodejs") await compile(folder, context);
  if (language === "go") writeModule(folder, schema, context.version);
  if (language === "java") {
    writeResources(folder, schema);
    writeFileSync(join(folder, "pom.xml"), javaPom(schema));
  }
  // Where pyproject.toml names it.
  if (language === "python") copyFileSync(join(folder, "pulumi_iis", "README.md"), join(folder, "README.md"));
}

/** A package's folder as it would be published: JavaScript, its types and package.json, in `bin`. */
async function compile(folder: string, { root, env, signal }: Context): Promise<void> {
  repairImports(folder);
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  // The generated tsconfig.json is for TypeScript 4.
  const args = [tsc, "-p", folder, "--ignoreDeprecations", "6.0", "--types", "node", "--skipLibCheck"];
  const { exitCode, lines } = await run(process.execPath, args, { env, signal });
  if (exitCode !== 0) throw new Error(`the generated TypeScript does not compile:\n${lines.join("\n")}`);
  copyFileSync(join(folder, "package.json"), join(folder, "bin", "package.json"));
}

/**
 * The generator of this release, built with Go 1.26 or newer, writes imports of files in subfolders one ".." short: it
 * takes filepath.Rel to answer "../.", which has become "..".
 */
function repairImports(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  for (const name of files.filter((one) => one.endsWith(".ts") && one.includes("/"))) {
    const file = join(folder, name);
    const isThere = (path: string): boolean =>
      [".ts", "/index.ts"].some((end) => existsSync(join(dirname(file), path) + end));
    const text = readFileSync(file, "utf8");
    const repaired = text.replace(/ from "(\.[^"]*)"/g, (found, path: string) => {
      const longer = `../${path.replace(/^\.\//, "")}`;
      return !isThere(path) && isThere(longer) ? ` from "${longer}"` : found;
    });
    if (repaired !== text) writeFileSync(file, repaired);
  }
}

/** A Go module of this Pulumi release, which `replace` in a program's go.mod can name. */
function writeModule(folder: string, { language }: Schema, version: string): void {
  const module = dirname(language.go.importBasePath);
  const needed = { "github.com/blang/semver": "v3.5.1+incompatible", "github.com/pulumi/pulumi/sdk/v3": `v${version}` };
  const lines = Object.entries(needed).map(([name, its]) => `\t${name} ${its}\n`);
  writeFileSync(join(folder, "go.mod"), `module ${module}\n\ngo 1.25.11\n\nrequire (\n${lines.join("")})\n`);
}

/** The two files that the SDK reads from its class path; its Gradle build would make them. */
function writeResources(folder: string, { name, version, pluginDownloadURL: server, language }: Schema): void {
  const place = language.java?.basePackage ?? "com.pulumi";
  const resources = join(folder, "src", "main", "resources", ...place.split("."), name);
  mkdirSync(resources, { recursive: true });
  writeFileSync(join(resources, "version.txt"), `${version}\n`);
  writeFileSync(
    join(resources, "plugin.json"),
    `${JSON.stringify({ resource: true, name, version, server }, null, 2)}\n`,
  );
}
