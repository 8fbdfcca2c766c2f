import { IisError } from "../errors";
import type { Transport } from "../transport/transport";
import { nameRequest } from "./request";
import { Attempts } from "./retry";
import { type Differing, failed, type OnItsWay } from "./task";

/**
 * What to do about a command that may still be carried out. One that had two minutes has had its chance; one whose
 * connection broke may never have reached the host, and may be sent again.
 */
export function whatBecomesOf(error: IisError, mayBeSentAgain: boolean): OnItsWay {
  return { looks: new Attempts(), ...(!mayBeSentAgain && { error }) };
}

/** Waits where a command of unknown fate may still be carried out: nothing is sent a second time before that. */
export async function mayStillCome({ host }: Transport, differing: readonly Differing[]): Promise<boolean> {
  for (const [task] of differing) {
    const { onItsWay } = task;
    if (onItsWay === undefined) continue;
    if (await onItsWay.looks.another()) return true;
    delete task.onItsWay;
    if (onItsWay.error) task.outcome = failed(task, nameRequest(host, task.request, fateUnknown(onItsWay.error)));
  }
  return false;
}

/** The error of a command, or of the look behind it, where nobody knows what became of the command. */
export function fateUnknown(error: IisError): IisError {
  return error.also({ hint: "A command that was sent before may have been carried out; run again, which looks first" });
}
