// A host of the comparison: a copy of a configuration, the emulator on it as a process for each call, and its calls counted.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const emulator = join(root, "dist/emulator/main.js");

/**
 * Makes the host.
 *
 * @param latency milliseconds that each call waits before it works, as appcmd takes on Windows to start
 */
export function makeHost(folder, source, latency) {
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

  /** Runs Node with these arguments, in the host's folder and environment, and answers what it printed. */
  function node(args, extraEnv = {}, isFine = (status) => status === 0) {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: folder,
      env: { ...env, ...extraEnv },
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    if (!isFine(status)) throw new Error(`${args.join(" ")} ended with exit code ${status}\n${stdout}${stderr}`);
    return stdout;
  }

  return {
    folder,
    configFile,
    node,
    /** One call of appcmd. That a list finds nothing (1) is no failure. */
    appcmd: (args) => node([emulator, ...args], {}, (status) => status === 0 || (status === 1 && args[0] === "list")),
    /** The effective value of every setting of every pool, uncounted. */
    settings: () =>
      node([emulator, "list", "apppool", "/config:*", "/xml"], {
        APPCMD_EMULATOR_LATENCY_MS: "0",
        APPCMD_EMULATOR_LOG: "",
      }),
    /** How many processes of appcmd there were since the last time, and how many of them wrote the file. */
    takeCounts() {
      if (!existsSync(log)) return { processes: 0, commits: 0 };
      const calls = readFileSync(log, "utf8")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line));
      rmSync(log);
      return { processes: calls.length, commits: calls.filter(({ commit }) => commit).length };
    },
  };
}
