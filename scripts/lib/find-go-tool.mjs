// One program of tools/pulumi-cli/, for the tests, the examples and the SDKs: named, installed, kept, or built.
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { buildPrograms, goEnvironment, usableGo } from "./build-cli.mjs";
import { cachePlace } from "./cache-place.mjs";
import { fillCache } from "./fill-cache.mjs";
import { findPulumi } from "./find-pulumi.mjs";
import { goTools } from "./go-tools.mjs";
import { requiredVersion } from "./go-toolchain.mjs";
import { isExecutable } from "./pulumi-programs.mjs";
import { runChild } from "./run-child.mjs";

/**
 * The folder with one of the tools, made if need be: what the tool's variable names, else for a language host the CLI's
 * own folder, else this project's cache, filled by a build.
 *
 * @param {string} name a key of `goTools`
 * @param {object} context as for `findPulumi`
 * @returns {Promise<string>}
 * @throws one error that says what failed and what would help
 */
export async function findGoTool(name, context) {
  const tool = goTools[name];
  if (tool === undefined) throw new Error(`There is no tool ${name}: ${Object.keys(goTools).join(", ")}.`);
  const { root, env, platform, home } = context;
  const files = filesOf(name, tool, platform);
  const missing = (folder) => files.filter((file) => !isExecutable(join(folder, file)));

  const named = tool.variable && env[tool.variable];
  if (named) {
    if (missing(resolve(named)).length === 0) return resolve(named);
    throw new Error(`${tool.variable} is ${named}, but there is no executable ${name} in it`);
  }
  if (tool.host) {
    const cli = await findPulumi(context);
    if (missing(cli).length === 0) return cli;
  }
  const place = cachePlace(env, home, versionOf(root, name, tool), name);

  const make = (inner) => build(name, tool, files[0], inner);
  const finish = ({ target }) => {
    if (missing(target).length > 0) throw new Error(`the build left no ${missing(target).join(" and no ")}`);
  };
  const ways = [{ name: "build from the Go module", make }];
  const { filled, failures } = await fillCache(context, place, ways, { name, missing, finish });
  if (filled) return place.folder;
  throw new Error(
    `There is no ${name}. ${failures.map(({ name: way, reason }) => `${way}: ${reason}`).join("\n")}\n` +
      `${tool.variable ? `Name a folder that has it in ${tool.variable}, or put` : "Put"} a newer Go on PATH.`,
  );
}

/** The names of the program's files; the program itself is the first. */
function filesOf(name, { script }, platform) {
  const program = platform === "win32" ? `${name}.exe` : name;
  return script === undefined ? [program] : [program, basename(script.path)];
}

/** What its go.mod pins, and where the program is our own, what that is. */
function versionOf(root, name, { pinned }) {
  const folder = join(root, "tools", "pulumi-cli", name);
  const version = requiredVersion(readFileSync(join(folder, "go.mod"), "utf8"), pinned);
  const main = join(folder, "main.go");
  if (!existsSync(main)) return version;
  return `${version}-${createHash("sha256").update(readFileSync(main)).digest("hex").slice(0, 8)}`;
}

async function build(name, tool, file, context) {
  const { root, env, target, temporary, say, signal } = context;
  const folder = join(root, "tools", "pulumi-cli", name);
  const go = await usableGo(readFileSync(join(folder, "go.mod"), "utf8"), context);
  say(`building ${name} from its Go module with ${go}: once, a minute or two on two cores with cold caches`);
  await buildPrograms(go, [{ ...tool, module: name, file }], context);
  if (tool.script === undefined) return;

  const printed = [];
  const ask = ["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", tool.script.module];
  const options = { cwd: folder, env: goEnvironment(env, temporary), signal, onLine: (line) => printed.push(line) };
  if ((await runChild(go, ask, options)) !== 0) throw new Error(`go list failed:\n${printed.join("\n")}`);
  const script = join(target, basename(tool.script.path));
  copyFileSync(join(printed[0], tool.script.path), script);
  chmodSync(script, 0o755);
}
