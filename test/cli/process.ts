import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { packageProgram } from "../../provider/package-root";
import { type Call, sampleConfig, verbs } from "../engine/offline-host";

/** What a process left. */
export interface Exited {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder in which the built `iispools` runs as a process, with servers as copies of the sample: `NAME.config`. */
export interface ProcessPlace {
  readonly folder: string;
  readonly file: (name: string) => string;
  readonly write: (name: string, text: string) => void;
  readonly read: (name: string) => string;
  /** The words of the emulator's calls since the last time that write: `set config`. */
  readonly takeWrites: () => string[];
  readonly start: (argv: readonly string[], env?: Record<string, string>) => Running;
  readonly run: (argv: readonly string[], env?: Record<string, string>) => Promise<Exited>;
  /** Runs a script of sh, in which `iispools` is a command. */
  readonly runScript: (script: string, env?: Record<string, string>) => Promise<Exited>;
  /** The same on a pseudo-terminal, where stdout and stderr are one. */
  readonly startOnTerminal: (argv: readonly string[], env?: Record<string, string>) => Running;
  readonly dispose: () => void;
}

/** A process on its way. */
export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  /** Waits until it has printed that; fails where it ends before. */
  readonly printed: (text: string) => Promise<void>;
  readonly exited: Promise<Exited>;
}

/** The sample server as it was. */
export const sample = readFileSync(sampleConfig, "utf8");

/** A place with servers of these names. */
export function processPlace(...servers: readonly string[]): ProcessPlace {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-process-"));
  const file = (name: string): string => join(folder, name);
  for (const name of servers) copyFileSync(sampleConfig, file(`${name}.config`));
  const log = file("calls.jsonl");
  const command = [process.execPath, packageProgram("iispools").arguments[0]!] as const;
  const begin = (program: string, argv: readonly string[], env: Record<string, string> = {}): Running => {
    const own = { FORCE_COLOR: undefined, NO_COLOR: undefined, TERM: "xterm", APPCMD_EMULATOR_LOG: log };
    return watch(spawn(program, argv, { cwd: folder, env: { ...process.env, ...own, ...env } }));
  };
  const start: ProcessPlace["start"] = (argv, env) => begin(command[0], [command[1], ...argv], env);
  return {
    folder,
    file,
    write: (name, text) => {
      writeFileSync(file(name), text);
    },
    read: (name) => readFileSync(file(name), "utf8"),
    takeWrites: () => {
      if (!existsSync(log)) return [];
      const calls = readFileSync(log, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Call);
      rmSync(log);
      return verbs(calls).filter((call) => !call.startsWith("list "));
    },
    start,
    run: (argv, env) => {
      const { child, exited } = start(argv, env);
      child.stdin.end();
      return exited;
    },
    runScript: (script, env) => {
      const { child, exited } = begin(
        "sh",
        ["-c", `iispools() { ${command.map(inShell).join(" ")} "$@"; }; ${script}`],
        env,
      );
      child.stdin.end();
      return exited;
    },
    startOnTerminal: (argv, env) =>
      begin("script", ["-qec", [...command, ...argv].map(inShell).join(" "), "/dev/null"], env),
    dispose: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function watch(child: ChildProcessWithoutNullStreams): Running {
  const written = { stdout: "", stderr: "" };
  const waiting = new Set<() => void>();
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      written[name] += text;
      for (const look of waiting) look();
    });
  }
  const exited = new Promise<Exited>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, ...written });
    });
  });
  const printed = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!(written.stdout + written.stderr).includes(text)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      void exited.then(({ stdout, stderr }) => {
        reject(new Error(`it ended without ${text}: ${stdout}${stderr}`));
      });
    });
  return { child, printed, exited };
}

function inShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
