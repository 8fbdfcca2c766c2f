import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
import type { Readable } from "node:stream";
import { isShortage } from "../crash";
import { IisError } from "../errors";
import { CommandOutput } from "./command-output";
import type { Decoder } from "./decode-output";
import type { ExecResult } from "./transport";

/** Variables with such a name hold a secret or a key to secrets: neither appcmd nor a shell uses them. */
const secretNames = [
  /^(?:PULUMI|IISPOOLS)_/,
  /PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIAL/,
  /(?:^|_)(?:PASS|PW|PAT)(?:$|_)/,
  /(?:^|_|PRIVATE|ACCESS|API|ACCOUNT|STORAGE)KEY(?:$|_)/,
  /CONNECTION_?STRING/,
];

/**
 * The environment for a process that this package starts: that of this process without variables whose names indicate a
 * secret, and without all variables of Pulumi and iispools. Letter case is ignored.
 */
export function childEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !secretNames.some((pattern) => pattern.test(name.toUpperCase()))),
  );
}

/** What to start. */
export interface ProcessSpec {
  readonly file: string;
  readonly arguments: readonly string[];
  /** Variables in addition to those of this process: {@link childEnvironment}. */
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  /** The host, for messages. */
  readonly host?: string;
  /** If it is aborted before the start, the process is not started. */
  readonly signal?: AbortSignal | undefined;
  /** If it is aborted, the process is killed, or not started. */
  readonly end?: AbortSignal | undefined;
  /** Decodes its output when it has ended by itself. Default: UTF-8, with U+FFFD for invalid bytes. */
  readonly decode?: Decoder;
  /** The maximum output; the process is killed if it prints more. Default: 256 MB. */
  readonly maxBytes?: number;
}

const decodeLoosely: Decoder = (bytes) => Promise.resolve({ text: bytes.toString("utf8") });

/**
 * Runs a process to its end. appcmd writes everything to standard output; standard error of a failing program is
 * appended to it. On POSIX file descriptor 3 is open, so that a program with 32-bit exit codes can report the full
 * code.
 *
 * @throws IisError `INTERRUPTED` if a signal was aborted before the start; the spawn error (`ENOENT`, `EACCES` …) if
 *   the program cannot be started; the errors of `decode`
 */
export async function runProcess(spec: ProcessSpec): Promise<ExecResult> {
  try {
    const result = await startWithinLimits(() => runOnce(spec), spec.signal, spec.end);
    if (result !== undefined) return result;
    throw new IisError("INTERRUPTED", { host: spec.host, problem: "interrupted before anything was sent to it" });
  } catch (error) {
    // Printing the error would print the arguments, which may include a password.
    if (typeof error === "object" && error !== null) Reflect.deleteProperty(error, "spawnargs");
    throw error;
  }
}

function runOnce(spec: ProcessSpec): Promise<ExecResult> {
  const hasExitCodePipe = process.platform !== "win32";
  return new Promise((resolve, reject) => {
    const child = spawn(spec.file, spec.arguments, {
      stdio: ["ignore", "pipe", "pipe", ...(hasExitCodePipe ? (["pipe"] as const) : [])],
      env: { ...childEnvironment(process.env), ...spec.env },
      windowsHide: true,
      // Ctrl-C ends only this program, which lets running commands finish. On Windows a hidden process does not receive
      // Ctrl-C.
      detached: process.platform !== "win32",
    });
    let ended: "timeout" | "stopped" | "overflow" | undefined;
    const kill = (why: NonNullable<typeof ended>): void => {
      ended ??= why;
      child.kill("SIGKILL");
      // Processes that the program started may keep the pipes open; they are not waited for.
      for (const stream of child.stdio) stream?.destroy();
    };
    const stop = (): void => {
      kill("stopped");
    };
    // Spawn's own timeout is not used: it keeps this process alive even if the program could not be started.
    const timer = setTimeout(() => {
      kill("timeout");
    }, spec.timeoutMs);
    spec.end?.addEventListener("abort", stop);
    const isOver = (): void => {
      clearTimeout(timer);
      spec.end?.removeEventListener("abort", stop);
    };
    const output = new CommandOutput(() => {
      kill("overflow");
    }, spec.maxBytes);
    for (const stream of [1, 2, 3]) {
      // They do not exist if the program could not be started.
      const printed = (child.stdio as typeof child.stdio | undefined)?.[stream] as Readable | undefined;
      printed?.on("data", (piece: Buffer) => {
        output.add(String(stream), piece);
      });
    }
    child.on("error", (error) => {
      isOver();
      reject(error);
    });
    child.on("close", (code) => {
      isOver();
      const printed = [output.read("1"), output.read("2")];
      if (code === null || ended === "overflow") {
        const text = printed.map((bytes) => bytes.toString("utf8")).join("");
        resolve({ exitCode: -1, stdout: text, ended: ended ?? "signal" });
        return;
      }
      const written = output.read("3").toString("ascii").trim();
      const exitCode = /^\d+$/.test(written) ? Number(written) : code >>> 0;
      Promise.all(printed.map(spec.decode ?? decodeLoosely)).then((read) => {
        const codePage = read.find((one) => one.codePage !== undefined)?.codePage;
        const text = read.map((one) => one.text).join("");
        resolve({ exitCode, stdout: text, ...(codePage !== undefined && { codePage }) });
      }, reject);
    });
  });
}

/** How many files are open for a moment while a process with three pipes is started, with some reserve. */
const filesOfStart = 14;

let running = 0;
const waiting: (() => void)[] = [];

/**
 * Starts a process. If this machine has no open file, process or memory left, it is started when another process from
 * here has ended.
 *
 * @param signals if one is aborted, the process is not started
 * @returns the result of `start`; undefined if it was not started
 * @throws the errors of `start`; a shortage only if no other process from here is running
 */
export async function startWithinLimits<T>(
  start: () => Promise<T>,
  ...signals: readonly (AbortSignal | undefined)[]
): Promise<T | undefined> {
  while (!signals.some((signal) => signal?.aborted === true)) {
    running++;
    try {
      if (process.platform !== "win32") checkFiles();
      const result = await start();
      running--;
      callNext();
      return result;
    } catch (error) {
      running--;
      if (!isShortage(error) || running === 0) {
        callNext();
        throw error;
      }
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  callNext();
  return undefined;
}

/**
 * Node.js never closes the pipes of a process that it could not start because of too many open files, so this is
 * checked before.
 */
function checkFiles(): void {
  const opened: number[] = [];
  try {
    while (opened.length < filesOfStart) opened.push(openSync(devNull, "r"));
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}

function callNext(): void {
  waiting.shift()?.();
}
