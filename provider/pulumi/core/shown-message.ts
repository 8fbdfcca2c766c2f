import { describeCrash } from "../../crash";
import { IisError, messageWithCode } from "../../errors";
import { visibleText } from "../../visible-text";

/** An error in a request of the engine, such as a type that does not exist, with a message for people. */
export class InvalidRequest extends Error {}

/**
 * The message of an error as people see it, with its code behind it. That of an unexpected error, which is `INTERNAL`, is not
 * shown, as it may quote a secret.
 */
export function shownMessage(error: unknown): string {
  if (error instanceof InvalidRequest) return visibleText(error.message);
  if (error instanceof IisError) return visibleText(messageWithCode(error));
  return visibleText(`${describeCrash(error)} (INTERNAL)`);
}
