// A host of the comparison: a copy of a configuration, the emulator on it as a process for each call, and its calls counted.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { emulatorMain } from "../../tools/workspace/places.mts";
import type { EmulatorCall } from "../../tools/workspace/workspace.mts";
import type { Call } from "./chef.mts";

/** A host that counts the processes of appcmd. */
export interface Host {
  readonly folder: string;
  readonly configFile: string;
  /** Runs Node with these arguments, in the host's folder and environment. Returns what it printed. */
  readonly node: (args: readonly string[]) => string;
  /** One call of appcmd. That a list finds nothing (1) is no failure. */
  readonly appcmd: (args: Call) => void;
  /** The effective value of every setting of every pool, uncounted. */
  readonly settings: () => string;
  /** How many processes of appcmd there were since the last time, and how many of them wrote the file. */
  readonly takeCounts: () => { readonly processes: number; readonly commits: number };
}

/**
 * Makes the host.
 *
 * @param latency milliseconds that each call waits before it works, as appcmd takes on Windows to start
 */
export function makeHost(folder: string, source: string, latency: number): Host {
  const configFile = join(folder, "applicationHost.config");
  const log = join(folder, "calls.jsonl");
  copyFileSync(source, configFile);
  const env = {
    ...process.env,
    APPCMD_EMULATOR_CONFIG: configFile,
    APPCMD_EMULATOR_IIS: "10.0",
    APPCMD_EMULATOR_LATENCY_MS: String(latency),
    APPCMD_EMULATOR_LOG: log,
  };

  const node = (args: readonly string[], extraEnv: NodeJS.ProcessEnv = {}, fine: readonly number[] = [0]): string => {
    const options = { cwd: folder, env: { ...env, ...extraEnv }, encoding: "utf8", maxBuffer: 2 ** 28 } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
    if (status !== null && fine.includes(status)) return stdout;
    throw new Error(`${args.join(" ")} ended with exit code ${String(status)}\n${stdout}${stderr}`);
  };

  return {
    folder,
    configFile,
    node: (args) => node(args),
    appcmd: (args) => void node([emulatorMain, ...args], {}, args[0] === "list" ? [0, 1] : [0]),
    settings: () => {
      const uncounted = { APPCMD_EMULATOR_LATENCY_MS: "0", APPCMD_EMULATOR_LOG: "" };
      return node([emulatorMain, "list", "apppool", "/config:*", "/xml"], uncounted);
    },
    takeCounts: () => {
      if (!existsSync(log)) return { processes: 0, commits: 0 };
      const lines = readFileSync(log, "utf8").split("\n").filter(Boolean);
      const calls = lines.map((line) => JSON.parse(line) as EmulatorCall);
      rmSync(log);
      return { processes: calls.length, commits: calls.filter(({ commit }) => commit).length };
    },
  };
}
