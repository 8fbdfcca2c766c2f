// Prints the folder of a virtual environment of Python, and nothing else, on stdout. It has the packages of the named files of
// this folder (`find.mts winrm kerberos`: winrm.txt and kerberos.txt), by default of requirements.txt, and is made once, with
// the machine's Python.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cachePlace, fillCache, type Making } from "../pulumi-cli/cache.mts";
import { withFound, type Context } from "../pulumi-cli/context.mts";
import { findOnPath, missingPrograms } from "../pulumi-cli/programs.mts";
import { run } from "../pulumi-cli/run.mts";
import { readCall } from "../read-call.mts";

const { positionals } = readCall("node tools/python/find.mts [list …]", {}, Infinity);
const names = positionals.length === 0 ? ["requirements"] : positionals;
const requirements = names.map((name) => join(import.meta.dirname, `${name}.txt`));

async function findPython({ env, platform, home, ...rest }: Context): Promise<string> {
  const digest = createHash("sha256")
    .update(Buffer.concat(requirements.map((file) => readFileSync(file))))
    .digest("hex")
    .slice(0, 8);
  const python = platform === "win32" ? join("Scripts", "python.exe") : join("bin", "python");
  const name = "virtual environment of Python";
  const product = {
    name: `the ${name}`,
    place: cachePlace(env, home, digest, "python"),
    missing: (folder: string) => missingPrograms(folder, platform, [python]),
    ways: [{ name: "venv and pip", make: (making: Making) => makeEnvironment(python, making) }],
  };
  const failures = await fillCache(product, { env, platform, home, ...rest });
  if (failures.length === 0) return product.place.folder;
  throw new Error(`There is no ${name}. ${failures.map(({ reason }) => reason).join("\n")}`);
}

/** @param own the program's path in the virtual environment */
async function makeEnvironment(own: string, making: Making): Promise<void> {
  const { env, platform, target, temporary, signal, say } = making;
  const installed = findOnPath(env, platform === "win32" ? "python.exe" : "python3");
  if (installed === undefined) throw new Error("there is no python3 on PATH");
  say("making a virtual environment of Python: once, about half a minute");
  const scratch = join(temporary, "scratch");
  mkdirSync(scratch);
  for (const [program, ...args] of [
    [installed, "-m", "venv", target],
    [join(target, own), "-m", "pip", "install", "--quiet", ...requirements.flatMap((file) => ["--requirement", file])],
  ] as const) {
    const { exitCode, lines } = await run(program, args, { env: { ...env, TMPDIR: scratch }, signal });
    if (exitCode !== 0) throw new Error(`${args.slice(1).join(" ")} failed:\n${lines.slice(-10).join("\n")}`);
  }
}

await withFound(findPython, (folder) => process.stdout.write(`${folder}\n`));
