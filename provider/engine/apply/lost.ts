import { IisError } from "../../errors";
import type { Transport } from "../../transport/transport";
import { nameRequest } from "./request";
import { Attempts } from "./send";
import { type Differing, failed, type UnconfirmedCommand } from "./task";

/**
 * A command whose result is unknown, with the attempts to verify it. A command that timed out is an error after these. A command
 * whose connection broke may not have reached the host, so it may be sent again.
 */
export function trackUnconfirmed(error: IisError, mayBeSentAgain: boolean): UnconfirmedCommand {
  return { attempts: new Attempts(), ...(!mayBeSentAgain && { error }) };
}

/** Waits for commands that may still run, and returns whether it has waited: nothing is sent again before that. */
export async function waitForUnconfirmed({ host }: Transport, differing: readonly Differing[]): Promise<boolean> {
  for (const [task] of differing) {
    const { unconfirmed } = task;
    if (unconfirmed === undefined) continue;
    if (await unconfirmed.attempts.another()) return true;
    delete task.unconfirmed;
    if (unconfirmed.error)
      task.outcome = failed(task, nameRequest(host, task.request, unconfirmedError(unconfirmed.error)));
  }
  return false;
}

/** The error of a command with an unknown result, or of the read after it. */
export function unconfirmedError(error: IisError): IisError {
  return error.also({ hint: "An earlier command may have taken effect; rerun, which reads the host first" });
}
