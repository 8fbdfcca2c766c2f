// One program and all that it starts, run to its end: line by line, within a time, ended as a whole.
import { execa } from "execa";

/** How long a program may take to end by itself after SIGTERM. */
const graceMs = 3_000;

export interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Ends the program and what it started. */
  readonly signal?: AbortSignal | undefined;
  /** Default: no limit. */
  readonly withinMs?: number;
  /** Receives each line of stdout and stderr as it is printed. */
  readonly onLine?: (line: string) => void;
}

/** What a program printed and its exit code. */
export interface Ended {
  readonly exitCode: number;
  readonly stdout: readonly string[];
  /** stdout and stderr in the order in which they were printed. */
  readonly lines: readonly string[];
}

/**
 * Runs a program without input. An exit code other than 0 is a result.
 *
 * @throws if it cannot be started, ends by a signal of others, or is not finished in time; the signal's reason if that ended it.
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  options.signal?.throwIfAborted();
  const windows = process.platform === "win32";
  const eachLine = function* (line: unknown): Generator {
    options.onLine?.(String(line));
    yield line;
  };
  const { cwd = process.cwd(), env } = options;
  const child = execa(command, args, {
    ...{ cwd, env, extendEnv: false, reject: false, all: true, lines: true, maxBuffer: 2 ** 28, windowsHide: true },
    stdin: "ignore",
    stdout: eachLine,
    stderr: eachLine,
    // A process group of its own, so that one signal also ends the compilers that `go build` starts.
    detached: !windows,
  });
  const end = (name: NodeJS.Signals): void => {
    if (child.pid === undefined) return;
    if (windows) void execa("taskkill", ["/pid", String(child.pid), "/T", "/F"], { reject: false });
    else killGroup(child.pid, name);
  };
  const limit = options.withinMs === undefined ? [] : [AbortSignal.timeout(options.withinMs)];
  const stop = AbortSignal.any([...limit, ...(options.signal === undefined ? [] : [options.signal])]);
  let kill: NodeJS.Timeout | undefined;
  const onStop = (): void => {
    end("SIGTERM");
    kill = setTimeout(end, graceMs, "SIGKILL");
  };
  stop.addEventListener("abort", onStop);
  try {
    const { exitCode, stdout, all, shortMessage } = await child;
    options.signal?.throwIfAborted();
    if (stop.aborted) throw new Error(`not finished within ${Number(options.withinMs) / 1000} s`);
    if (exitCode === undefined) throw new Error(shortMessage);
    return { exitCode, stdout, lines: all };
  } finally {
    stop.removeEventListener("abort", onStop);
    clearTimeout(kill);
    if (stop.aborted) end("SIGKILL"); // what outlived its parent
  }
}

function killGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
