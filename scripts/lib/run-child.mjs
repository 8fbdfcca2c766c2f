// One child process with all that it starts: watched line by line, bounded in time, ended as a whole.
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";

/** How long a child may take to end itself before it is killed. */
const graceMs = 3_000;

/**
 * Runs a program to its end and hands each line of its output on. Never writes to this process's own stdout.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {object} options
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} options.env
 * @param {AbortSignal} [options.signal] ends the child and its children
 * @param {(line: string, stream: "stdout" | "stderr") => void} [options.onLine]
 * @param {number} [options.firstStdoutWithinMs] fails when nothing came on stdout for so long
 * @param {number} [options.withinMs] fails when it takes longer
 * @param {{ start: typeof setTimeout, cancel: typeof clearTimeout }} [options.clock]
 * @returns {Promise<number>} the exit code
 */
export async function runChild(command, args, options) {
  options.signal?.throwIfAborted();
  const windows = process.platform === "win32";
  const clock = options.clock ?? { start: setTimeout, cancel: clearTimeout };
  // A process group of its own, so that one signal ends the compilers that `go build` starts as well.
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: !windows,
    windowsHide: true,
  });
  const kill = (name) => {
    if (child.pid === undefined) return;
    if (windows) spawnSync("taskkill", ["/pid", String(child.pid), "/T", "/F"], { stdio: "ignore" });
    else signalGroup(child.pid, name);
  };

  let failure;
  const timers = [];
  const end = (reason) => {
    if (failure) return;
    failure = reason;
    kill("SIGTERM");
    timers.push(clock.start(() => kill("SIGKILL"), graceMs));
  };
  const limit = (ms, what) => ms && timers.push(clock.start(() => end(new Error(`${what} within ${ms / 1000} s`)), ms));
  const onAbort = () => end(options.signal.reason);

  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => {
        if (failure) reject(failure);
        else if (code === null) reject(new Error(`ended by ${signal}`));
        else resolve(code);
      });
      for (const stream of ["stdout", "stderr"]) {
        createInterface({ input: child[stream] }).on("line", (line) => options.onLine?.(line, stream));
      }
      limit(options.withinMs, "not finished");
      const first = limit(options.firstStdoutWithinMs, "no answer") && timers.at(-1);
      if (first) child.stdout.once("data", () => clock.cancel(first));
      options.signal?.addEventListener("abort", onAbort);
    });
  } finally {
    options.signal?.removeEventListener("abort", onAbort);
    for (const timer of timers) clock.cancel(timer);
    if (failure) kill("SIGKILL"); // whatever outlived its parent
  }
}

function signalGroup(pid, name) {
  try {
    process.kill(-pid, name);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
