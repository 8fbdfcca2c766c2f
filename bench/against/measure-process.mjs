// One process of Node, measured.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const reportUsage = fileURLToPath(new URL("report-usage.cjs", import.meta.url));

/**
 * Runs Node with these arguments.
 *
 * @param {"end" | "output"} until what ends the measured seconds: the end of the process, or its first output. A process that
 *   serves ends when its standard input ends.
 * @param {number} exitCode with which it must end
 * @returns {Promise<{ seconds: number, cpuSeconds: number, megabytes: number }>} the time on the clock, the time of the
 *   processors to its end, and its peak memory
 */
export async function measureProcess(args, { until = "end", exitCode = 0, ...options } = {}) {
  const start = process.hrtime.bigint();
  const child = spawn(process.execPath, ["--require", reportUsage, ...args], {
    ...options,
    // The emulator writes its exit code to descriptor 3.
    stdio: ["pipe", until === "end" ? "ignore" : "pipe", exitCode === 0 ? "inherit" : "ignore", "ignore", "pipe"],
  });
  const exited = once(child, "exit");
  const usage = textOf(child.stdio[4]);
  await (until === "end" ? exited : Promise.race([once(child.stdout, "data"), exited]));
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  child.stdin.end();
  const [code] = await exited;
  if (code !== exitCode) throw new Error(`${args.join(" ")} exited with ${code}`);
  return { seconds, ...JSON.parse(await usage) };
}

async function textOf(stream) {
  let text = "";
  for await (const piece of stream) text += piece;
  return text;
}
