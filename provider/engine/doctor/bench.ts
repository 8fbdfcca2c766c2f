import type { Command } from "../../appcmd/argument";
import { appcmdExitCodes } from "../../appcmd/parse-result";
import type { Transport } from "../../transport/transport";
import { Attempts } from "../retry";
import { type Answer, runCommand } from "../run-command";
import type { TemporaryFiles } from "./temporary-files";
import { Unsettled } from "./unsettled";

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
