// One process of Node, measured.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

const reportUsage = join(import.meta.dirname, "report-usage.cjs");

/** What a process used. */
export interface Usage {
  /** On the clock. */
  readonly seconds: number;
  /** Of the processors, to its end. */
  readonly cpuSeconds: number;
  /** Its peak memory. */
  readonly megabytes: number;
}

/** How a process is measured. */
export interface MeasureOptions {
  /**
   * What ends the measured seconds: the end of the process, or its first output. A process that serves ends when its standard
   * input ends.
   *
   * @default "end"
   */
  readonly until?: "end" | "output";
  /** The exit code that is expected. @default 0 */
  readonly exitCode?: number;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs Node with these arguments. @throws if it exits with another code than expected */
export async function measureProcess(
  args: readonly string[],
  { until = "end", exitCode = 0, ...options }: MeasureOptions = {},
): Promise<Usage> {
  const start = process.hrtime.bigint();
  const child = spawn(process.execPath, ["--require", reportUsage, ...args], {
    ...options,
    // The emulator writes its exit code to descriptor 3.
    stdio: ["pipe", until === "end" ? "ignore" : "pipe", exitCode === 0 ? "inherit" : "ignore", "ignore", "pipe"],
  });
  const [input, output, , , report] = child.stdio as [Writable, Readable | null, unknown, unknown, Readable];
  const exited = once(child, "exit") as Promise<[number | null]>;
  const usage = textOf(report);
  await (output === null ? exited : Promise.race([once(output, "data"), exited]));
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  input.end();
  const [code] = await exited;
  if (code !== exitCode) throw new Error(`${args.join(" ")} exited with ${String(code)}`);
  return { seconds, ...(JSON.parse(await usage) as Omit<Usage, "seconds">) };
}

async function textOf(stream: Readable): Promise<string> {
  let text = "";
  for await (const piece of stream) text += String(piece);
  return text;
}
