// A machine of bench/fleet.mts: appcmd's command lines, answered by the emulator of this process. Starting a process for each command
// would measure process starts.
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { parseCommandLine } from "../tools/windows/shell-models.mts";
import type { run } from "../emulator/run.ts";
import type { World } from "../emulator/world.ts";
import { bundle } from "../scripts/lib/bundle.mts";
import { repository } from "../tools/workspace/places.mts";
import type { Counts } from "./fleet-hosts.mts";

const schemas = new Map<string, string>();
const emulate = await loadEmulator();

/** A bundle is a function around a module. */
async function loadEmulator(): Promise<typeof run> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-fleet-"));
  try {
    const file = join(folder, "run.cjs");
    await bundle(join(repository, "emulator/run.ts"), file);
    const module: { exports: unknown } = { exports: {} };
    const load = runInThisContext(readFileSync(file, "utf8")) as (...of: readonly unknown[]) => void;
    load(module.exports, createRequire(import.meta.url), module, file, folder);
    return (module.exports as { readonly run: typeof run }).run;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readSchema(version: string): string {
  const known = schemas.get(version);
  if (known !== undefined) return known;
  const text = readFileSync(join(repository, "dist/emulator/schema", `applicationPools-${version}.xml`), "utf8");
  schemas.set(version, text);
  return text;
}

/** A machine without disk whose clock stands still. */
function memoryWorld(config: string): World {
  const contents = new Map([["host", config]]);
  return {
    ...{ env: { APPCMD_EMULATOR_CONFIG: "host" }, pid: 1, now: () => 0, sleep: () => undefined, isAlive: () => true },
    ...{ kill: () => process.exit(1), readInput: () => "", readSchema },
    files: {
      read: (path) => {
        const content = contents.get(path);
        return content === undefined ? undefined : Buffer.from(content, "utf8");
      },
      create: (path, content) => {
        if (contents.has(path)) return false;
        contents.set(path, content);
        return true;
      },
      replace: (path, content) => void contents.set(path, content),
      remove: (path) => void contents.delete(path),
      list: () => [],
      changed: (path) => (contents.has(path) ? 0 : undefined),
      target: (path) => path,
    },
  };
}

/** Runs a line of CreateProcess. */
export type RunLine = (line: string) => { readonly stdout: string; readonly exitCode: number };

/** A machine with this configuration, which counts reads and commits. */
export function startMachine(config: string, counts: Counts): RunLine {
  const world = memoryWorld(config);
  return (line) => {
    const [, ...args] = parseCommandLine(line);
    counts[args[0] === "list" ? "reads" : "commits"] += 1;
    return emulate(args, world);
  };
}
