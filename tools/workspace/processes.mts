import { execFile, type ChildProcess } from "node:child_process";
import { readdirSync, readlinkSync } from "node:fs";
import { sep } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** How a program ended and what it said. */
export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs programs in one folder and can end all of them, with whatever they started there. */
export class Processes {
  private readonly running = new Set<ChildProcess>();
  private readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
  }

  /**
   * Runs a program to its end; a failing exit code is a result, a program that cannot start is an error.
   *
   * @param interrupt the moment at which it is interrupted, as by Ctrl-C.
   */
  run(
    command: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
    interrupt?: Promise<unknown>,
  ): Promise<RunResult> {
    return new Promise((resolve, reject) => {
      const options = { cwd: this.dir, env, maxBuffer: 256 * 1024 * 1024 };
      const child = execFile(command, args, options, (error, stdout, stderr) => {
        this.running.delete(child);
        if (error === null) resolve({ exitCode: 0, stdout, stderr });
        else if (typeof error.code === "number") resolve({ exitCode: error.code, stdout, stderr });
        else reject(new Error(`${command} ${args.join(" ")}: ${error.message}\n${stdout}${stderr}`, { cause: error }));
      });
      this.running.add(child);
      void interrupt?.then(() => child.kill("SIGINT"));
    });
  }

  /** Ends what still runs. Returns when nothing works in the folder any more, so that it can be removed. */
  async endAll(): Promise<void> {
    for (const child of this.running) child.kill("SIGKILL");
    await killIn(this.dir);
  }
}

/**
 * Kills every process that works in the folder, and returns when there is none. The engine puts plugins into process
 * groups of their own; their working folder shows whose they are.
 *
 * @param spared ids of processes that live on.
 */
export async function killIn(dir: string, spared: readonly number[] = []): Promise<void> {
  const doomed = (): number[] => processesIn(dir).filter((pid) => !spared.includes(pid));
  for (let pids = doomed(); pids.length > 0; pids = doomed()) {
    for (const pid of pids) kill(pid);
    await wait(10);
  }
}

/** Ids of the running processes whose working folder is this one or below it. Known only where there is a /proc. */
export function processesIn(dir: string): number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && isIn(workingFolder(name), dir))
    .map(Number);
}

function isIn(folder: string | undefined, dir: string): boolean {
  return folder !== undefined && (folder === dir || folder.startsWith(dir + sep));
}

function workingFolder(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // ended meanwhile, or another user's
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // ended meanwhile
  }
}
