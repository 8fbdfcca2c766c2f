import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appcmdExitCodes } from "../../appcmd/answers/result";
import type { Command } from "../../appcmd/argument";
import type { Transport } from "../../transport/transport";
import { type Answer, Attempts, runCommand } from "../apply/send";

/** A check that could not be carried to its end; the message says why. It says nothing of the assumption. */
export class Unsettled extends Error {
  override readonly name = "Unsettled";
}

/** What no check can settle safely on a server that is in use, with the reason. */
export const neverSettled: Readonly<Record<string, string>> = {
  "changed-on-disk": "needs another program that writes the same file in the same moment",
  "input-after-error": "needs standard input, which no transport of this package carries",
  "input-atomicity": "needs standard input, which no transport of this package carries",
  "exit-code-commit-xml": "needs a commit that fails so, and what makes one fail so is not known",
};

/** Something that the doctor made could not be removed; the message says what to do. It outweighs any other error. */
export class LeftBehind extends Error {
  override readonly name = "LeftBehind";
}

/**
 * Removes something, once more where that failed: a Ctrl-C ends also the appcmd that is at work.
 *
 * @param remedy what to do where it stays, a whole clause.
 * @throws LeftBehind
 */
export async function removeForSure(remove: () => Promise<void>, remedy: string): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (!(error instanceof Unsettled)) throw error;
    await remove().catch((again: unknown) => {
      throw again instanceof Unsettled ? new LeftBehind(`${again.message}; ${remedy}`) : again;
    });
  }
}

/** A file of the doctor's own, on the machine where appcmd runs. */
export interface TemporaryFile {
  readonly path: string;
  /** Whether somebody has written it since it was made, be it with the same content. */
  isTouched(): boolean;
  remove(): void;
}

/** Where such files come from. */
export interface TemporaryFiles {
  create(content: string): TemporaryFile;
}

/** Files in a fresh folder of this machine's temporary folder. */
export const localFiles: TemporaryFiles = {
  create(content) {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-doctor-"));
    const path = join(folder, "applicationHost.config");
    writeFileSync(path, content);
    // Long ago, so that a write is seen however coarse the clock of the file system is.
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

/** The pool that the doctor makes, and removes again. */
export const doctorPool = "zz-pulumi-iis-doctor";

/** A name that a server may refuse: 65 characters. Where it does not, the pool is removed with the other one. */
export const longPool = `${doctorPool}-`.padEnd(65, "x");

/** STATUS_CONTROL_C_EXIT: on Windows a Ctrl-C reaches also the appcmd that is at work. */
const endedByCtrlC = 0xc000013a;

/** Runs one command and answers what it ended with, whatever that is. @throws Unsettled where it did not end by itself. */
export type Ask = (command: Command) => Promise<Answer>;

/** What a probe works with. */
export interface Bench {
  readonly ask: Ask;
  /** The same for start, stop and recycle: waits until the service knows the new pool. */
  readonly askService: Ask;
  readonly files: TemporaryFiles;
}

/** One check: answers what was seen, in the words of the assumption or, where it is none of them, in its own. */
export interface DoctorProbe {
  /** Whether it changes the doctor's pool, or anything else that has to be removed again. */
  readonly needsWrite: boolean;
  readonly look: (bench: Bench) => Promise<string>;
}

/** Checks by the id of the assumption. */
export type DoctorProbes = Readonly<Record<string, DoctorProbe>>;

/** A bench on a host. `sleep` waits before another attempt, in milliseconds; left out, it really does. */
export function makeBench(transport: Transport, files: TemporaryFiles, sleep?: (ms: number) => Promise<void>): Bench {
  const asking = (isEarly: (answer: Answer, command: Command) => boolean): Ask => {
    return async (command) => {
      const attempts = new Attempts(sleep);
      for (;;) {
        const answer = await runCommand(transport, command);
        if (isEarly(answer, command) && (await attempts.another())) continue;
        if (answer.exitCode === -1 || answer.exitCode === endedByCtrlC) throw new Unsettled(answer.message);
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

/** A command that writes is repeated only where it is certain that it wrote nothing. */
function isTransient({ verdict, exitCode }: Answer, command: Command): boolean {
  return command[0]?.text === "list" ? verdict === "try again" : exitCode === appcmdExitCodes.fileInUse;
}
