// What the generators leave to the build of a published package, done so that programs can use the SDK where it lies.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Completes a generated SDK.
 *
 * @param {string} language
 * @param {string} folder the SDK's; below the project's folder, whose packages its TypeScript is compiled with
 * @param {{ root: string, version: string }} context `version` is that of Pulumi's own SDK
 * @throws where it does not compile
 */
export function finishSdk(language, folder, { root, version }) {
  const schema = JSON.parse(readFileSync(join(root, "schema.json"), "utf8"));
  if (language === "nodejs") compile(folder, root);
  if (language === "go") writeModule(folder, schema, version);
  if (language === "java") writeResources(folder, schema);
}

/** A package's folder as it would be published: JavaScript, its types and package.json, in `bin`. */
function compile(folder, root) {
  mendImports(folder);
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  // The generated tsconfig.json is for TypeScript 4.
  const args = [tsc, "-p", folder, "--ignoreDeprecations", "6.0", "--types", "node", "--skipLibCheck"];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`the generated TypeScript does not compile:\n${stdout}`);
  copyFileSync(join(folder, "package.json"), join(folder, "bin", "package.json"));
}

/**
 * The generator of this release, built with Go 1.26 or newer, writes imports of files in subfolders one ".." short: it
 * takes filepath.Rel to answer "../.", which has become "..".
 */
function mendImports(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".ts") && name.includes("/"));
  for (const name of files) {
    const file = join(folder, name);
    const isThere = (path) => [".ts", "/index.ts"].some((end) => existsSync(join(dirname(file), path) + end));
    const text = readFileSync(file, "utf8");
    const mended = text.replace(/ from "(\.[^"]*)"/g, (found, path) => {
      const longer = `../${path.replace(/^\.\//, "")}`;
      return !isThere(path) && isThere(longer) ? ` from "${longer}"` : found;
    });
    if (mended !== text) writeFileSync(file, mended);
  }
}

/** A Go module of this Pulumi release, which `replace` in a program's go.mod can name. */
function writeModule(folder, { language }, version) {
  const module = dirname(language.go.importBasePath);
  const needed = [
    ["github.com/blang/semver", "v3.5.1+incompatible"],
    ["github.com/pulumi/pulumi/sdk/v3", `v${version}`],
  ];
  const lines = needed.map(([name, its]) => `\t${name} ${its}\n`).join("");
  writeFileSync(join(folder, "go.mod"), `module ${module}\n\ngo 1.25.11\n\nrequire (\n${lines})\n`);
}

/** The two files that the SDK reads from its class path; its Gradle build would make them. */
function writeResources(folder, { name, version, language }) {
  const place = language.java?.basePackage ?? "com.pulumi";
  const resources = join(folder, "src", "main", "resources", ...place.split("."), name);
  mkdirSync(resources, { recursive: true });
  writeFileSync(join(resources, "version.txt"), `${version}\n`);
  writeFileSync(join(resources, "plugin.json"), `${JSON.stringify({ resource: true, name, version }, null, 2)}\n`);
}
