// A virtual environment with the packages of tools/python/, made once with the machine's Python.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cachePlace } from "./cache-place.mjs";
import { fillCache } from "./fill-cache.mjs";
import { findOnPath } from "./path-variable.mjs";
import { isExecutable } from "./pulumi-programs.mjs";
import { runChild } from "./run-child.mjs";

/**
 * The folder of the virtual environment, made if need be.
 *
 * @param {object} context as for `findPulumi`
 * @returns {Promise<string>}
 * @throws one error that says what failed and what would help
 */
export async function findPython(context) {
  const { root, env, platform, home } = context;
  const requirements = join(root, "tools", "python", "requirements.txt");
  const digest = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 8);
  const place = cachePlace(env, home, digest, "python");
  const missing = (folder) => (isExecutable(pythonIn(folder, platform)) ? [] : ["python"]);

  const make = async (inner) => {
    const python = findOnPath(env, platform === "win32" ? "python.exe" : "python3");
    if (python === undefined) throw new Error("there is no python3 on PATH");
    inner.say("making a virtual environment of Python with Pulumi's SDK: once, about half a minute");
    await run(python, ["-m", "venv", inner.target], inner);
    const install = ["-m", "pip", "install", "--quiet", "--requirement", requirements];
    await run(pythonIn(inner.target, platform), install, inner);
  };
  const finish = () => undefined;
  const name = "the virtual environment of Python";
  const { filled, failures } = await fillCache(context, place, [{ name, make }], { name, missing, finish });
  if (filled) return place.folder;
  throw new Error(`There is no ${name.slice(4)}. ${failures.map(({ reason }) => reason).join("\n")}`);
}

function pythonIn(folder, platform) {
  return platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
}

async function run(program, args, { env, temporary, signal }) {
  const lines = [];
  const scratch = join(temporary, "scratch");
  mkdirSync(scratch, { recursive: true });
  const options = { env: { ...env, TMPDIR: scratch }, signal, onLine: (line) => lines.push(line) };
  const code = await runChild(program, args, options);
  if (code !== 0) throw new Error(`${args.slice(1).join(" ")} failed:\n${lines.slice(-10).join("\n")}`);
}
