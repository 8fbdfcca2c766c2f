import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { IisError } from "../errors";
import { CommandOutput } from "./command-output";
import type { Decoder } from "./decode-output";
import { whenThereIsRoom } from "./process-room";
import type { ExecResult } from "./transport";

/** What is called so holds a secret, or what decrypts one: neither appcmd nor a shell needs it. */
const secretNames = [
  /^(?:PULUMI|IISPOOLS)_/,
  /PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIAL/,
  /(?:^|_)(?:PASS|PW|PAT)(?:$|_)/,
  /(?:^|_|PRIVATE|ACCESS|API|ACCOUNT|STORAGE)KEY(?:$|_)/,
  /CONNECTION_?STRING/,
];

/**
 * The environment of a process that this package starts: that of this process without the variables whose names say that
 * they are secret, and without everything of Pulumi and iispools. Letter case does not count.
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
  /** Besides what it gets of the environment of this process: {@link childEnvironment}. */
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  /** The host, for messages. */
  readonly host?: string;
  /** If it is aborted before the start, the process is not started. */
  readonly signal?: AbortSignal | undefined;
  /** If it is aborted, the process is killed, or not started. */
  readonly end?: AbortSignal | undefined;
  /** Reads what it printed when it has ended by itself. Default: UTF-8, with U+FFFD for what is none. */
  readonly decode?: Decoder;
  /** The most that it may print; with more it is killed. Default: 256 MB. */
  readonly maxBytes?: number;
}

const decodeLoosely: Decoder = (bytes) => Promise.resolve({ text: bytes.toString("utf8") });

/**
 * Runs a process to its end. appcmd writes everything to standard output; what a failing program writes to standard
 * error is put behind it. On POSIX file descriptor 3 is open, so that a program with 32-bit exit codes can tell the full one.
 *
 * @throws IisError `INTERRUPTED` if a signal was aborted before the start; the spawn error (`ENOENT`, `EACCES` …) if the program cannot be started; the errors of `decode`.
 */
export async function runProcess(spec: ProcessSpec): Promise<ExecResult> {
  try {
    const result = await whenThereIsRoom(() => runOnce(spec), spec.signal, spec.end);
    if (result !== undefined) return result;
    throw new IisError("INTERRUPTED", { host: spec.host, problem: "interrupted before anything was sent to it" });
  } catch (error) {
    // Whoever prints the error would print the arguments, and a password among them.
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
      // Ctrl-C is for this program alone: it lets what runs come to its end. On Windows what is hidden does not hear it.
      detached: process.platform !== "win32",
    });
    let ended: "timeout" | "stopped" | "overflow" | undefined;
    const kill = (why: NonNullable<typeof ended>): void => {
      ended ??= why;
      child.kill("SIGKILL");
      // What the program started itself may live on with the other ends of the pipes: nobody waits for that.
      for (const stream of child.stdio) stream?.destroy();
    };
    const stop = (): void => {
      kill("stopped");
    };
    // Not spawn's own timeout: that one goes on, and keeps the process alive, where the program could not be started.
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
      // There are none where it could not be started.
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
