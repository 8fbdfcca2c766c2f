import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appcmdExitCodes } from "../../appcmd/answers/result";
import type { Command } from "../../appcmd/argument";
import type { Transport } from "../../transport/transport";
import { type Answer, Attempts, runCommand } from "../apply/send";

/** A check that could not be completed; the message has the reason. It does not verify or refute the assumption. */
export class NotVerified extends Error {
  override readonly name = "NotVerified";
}

/** Assumptions that no check can verify safely on a server in use, with the reason. */
export const notVerifiable: Readonly<Record<string, string>> = {
  "changed-on-disk": "needs another program that writes the same file at the same moment",
  "input-after-error": "needs standard input, which no transport of this package supports",
  "input-atomicity": "needs standard input, which no transport of this package supports",
  "exit-code-commit-xml": "needs a commit that fails in this way, and how to cause that is not known",
};

/**
 * Something that the doctor created could not be removed; the message says what to do. It takes precedence over any
 * other error.
 */
export class NotRemoved extends Error {
  override readonly name = "NotRemoved";
}

/**
 * Removes something, with one retry after a failure, because Ctrl-C also ends a running appcmd.
 *
 * @param remedy what to do if it cannot be removed, a whole clause
 * @throws NotRemoved
 */
export async function removeWithRetry(remove: () => Promise<void>, remedy: string): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (!(error instanceof NotVerified)) throw error;
    await remove().catch((again: unknown) => {
      throw again instanceof NotVerified ? new NotRemoved(`${again.message}; ${remedy}`) : again;
    });
  }
}

/** A temporary file of the doctor, on the machine where appcmd runs. */
export interface TemporaryFile {
  readonly path: string;
  /** Whether it was written since it was created, even with the same content. */
  isTouched(): boolean;
  remove(): void;
}

/** Creates such files. */
export interface TemporaryFiles {
  create(content: string): TemporaryFile;
}

/** Files in a new folder in this machine's temporary folder. */
export const localFiles: TemporaryFiles = {
  create(content) {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-doctor-"));
    const path = join(folder, "applicationHost.config");
    writeFileSync(path, content);
    // Long ago, so that a write is detected even with a coarse file system clock.
    utimesSync(path, 1_000_000_000, 1_000_000_000);
    return {
      path,
      isTouched: () => statSync(path).mtimeMs !== 1_000_000_000_000,
      remove: () => {
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};

/** On another server this package runs appcmd and writes no files: the checks that require one are not verified. */
export const noFiles: TemporaryFiles = {
  create: () => {
    throw new NotVerified("needs a temporary file on the server; run iispools doctor there");
  },
};

/** The pool that the doctor creates and removes. */
export const doctorPool = "zz-pulumi-iis-doctor";

/** A name that a server may refuse: 65 characters. If it is accepted, the pool is removed with the other one. */
export const longPool = `${doctorPool}-`.padEnd(65, "x");

/** STATUS_CONTROL_C_EXIT: on Windows Ctrl-C also reaches the running appcmd. */
const endedByCtrlC = 0xc000013a;

/** Runs one command and returns its result, also if it failed. @throws NotVerified if it did not end by itself */
export type Ask = (command: Command) => Promise<Answer>;

/** The tools of a probe. */
export interface Bench {
  readonly ask: Ask;
  /** The same for start, stop and recycle: waits until WAS knows the new pool. */
  readonly askService: Ask;
  readonly files: TemporaryFiles;
}

/** One check. It returns the observed behaviour: one of the assumption's values, or else a description. */
export interface DoctorProbe {
  /** Whether it changes the doctor's pool, or anything else that must be removed. */
  readonly needsWrite: boolean;
  readonly observe: (bench: Bench) => Promise<string>;
}

/** Checks by the ID of the assumption. */
export type DoctorProbes = Readonly<Record<string, DoctorProbe>>;

/** The tools for a host. `sleep` waits before another attempt, in milliseconds. Default: a real delay. */
export function makeBench(transport: Transport, files: TemporaryFiles, sleep?: (ms: number) => Promise<void>): Bench {
  const asking = (isEarly: (answer: Answer, command: Command) => boolean): Ask => {
    return async (command) => {
      const attempts = new Attempts(sleep);
      for (;;) {
        const answer = await runCommand(transport, command);
        if (isEarly(answer, command) && (await attempts.another())) continue;
        if (answer.exitCode === -1 || answer.exitCode === endedByCtrlC) throw new NotVerified(answer.message);
        return answer;
      }
    };
  };
  return {
    ask: asking(isTransient),
    askService: asking(
      (answer, command) =>
        answer.exitCode === appcmdExitCodes.noSuchElement ||
        answer.exitCode === appcmdExitCodes.cannotAcceptControl ||
        isTransient(answer, command),
    ),
    files,
  };
}

/** A command that writes is repeated only if it is certain that nothing was written. */
function isTransient({ verdict, exitCode }: Answer, command: Command): boolean {
  return command[0]?.text === "list" ? verdict === "try again" : exitCode === appcmdExitCodes.fileInUse;
}
