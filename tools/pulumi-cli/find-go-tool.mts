// One program of `goTools`: named, installed with the CLI, in the cache, or built.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { cachePlace, fillCache, type Making } from "./cache.mts";
import type { Context } from "./context.mts";
import { findPulumi } from "./find-pulumi.mts";
import { buildPrograms, folderOf, goEnvironment } from "./go-build.mts";
import { requiredVersion } from "./go-toolchain.mts";
import { goTools, type GoTool } from "./go-tools.mts";
import { copyExecutable, missingPrograms, noExecutable } from "./programs.mts";
import { run } from "./run.mts";

/**
 * The folder with one of the tools, made if there is none: the folder that the tool's variable names, else for a language host the
 * CLI's own folder, else this project's cache, filled by a build.
 *
 * @param name a key of `goTools`
 * @throws one error that says what failed and what would help
 */
export async function findGoTool(name: string, context: Context): Promise<string> {
  const tool = goTools[name];
  if (tool === undefined) throw new Error(`There is no tool ${name}: ${Object.keys(goTools).join(", ")}.`);
  const { root, env, platform, home } = context;
  const program = platform === "win32" ? `${name}.exe` : name;
  const files = tool.script === undefined ? [program] : [program, basename(tool.script.path)];
  const missing = (folder: string): string[] => missingPrograms(folder, platform, files);

  const named = tool.variable && env[tool.variable];
  if (named) {
    const folder = resolve(named);
    if (missing(folder).length === 0) return folder;
    throw new Error(`${tool.variable} is ${named}, but ${noExecutable([name])}`);
  }
  if (tool.host) {
    const cli = await findPulumi(context);
    if (missing(cli).length === 0) return cli;
  }
  const place = cachePlace(env, home, versionOf(root, name, tool), name);
  if (missing(place.folder).length === 0) return place.folder;
  const make = (making: Making): Promise<void> => build(name, tool, program, making);
  const finish = ({ target }: Making): void => {
    if (missing(target).length > 0) throw new Error(`the build left no ${missing(target).join(" and no ")}`);
  };
  const ways = [{ name: "build from the Go module", make }];
  const failures = await fillCache({ name, place, ways, missing, finish }, context);
  if (failures.length === 0) return place.folder;
  throw new Error(
    `There is no ${name}. ${failures.map(({ name: way, reason }) => `${way}: ${reason}`).join("\n")}\n` +
      `${tool.variable ? `Name a folder that has it in ${tool.variable}, or put` : "Put"} a newer Go on PATH.`,
  );
}

/** What its go.mod pins, and a hash of the program if it is in this repository. */
function versionOf(root: string, name: string, { pinned }: GoTool): string {
  const folder = folderOf(root, name);
  const version = requiredVersion(readFileSync(join(folder, "go.mod"), "utf8"), pinned);
  if (version === undefined) throw new Error(`${folder}/go.mod requires no version of ${pinned}`);
  const main = join(folder, "main.go");
  if (!existsSync(main)) return version;
  return `${version}-${createHash("sha256").update(readFileSync(main)).digest("hex").slice(0, 8)}`;
}

async function build(name: string, tool: GoTool, file: string, making: Making): Promise<void> {
  const { root, env, target, temporary, signal } = making;
  const intro = `building ${name} from its Go module (once, a minute or two on two cores with cold caches)`;
  const go = await buildPrograms([{ ...tool, module: name, file }], intro, making);
  if (tool.script === undefined) return;

  const ask = ["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", tool.script.module];
  const options = { cwd: folderOf(root, name), env: goEnvironment(env, temporary), signal };
  const { exitCode, stdout, lines } = await run(go, ask, options);
  if (exitCode !== 0) throw new Error(`go list failed:\n${lines.join("\n")}`);
  copyExecutable(join(stdout[0] ?? "", tool.script.path), join(target, basename(tool.script.path)));
}
