import { describeCrash } from "../../crash";
import { IisError } from "../../errors";
import { visibleText } from "../../visible-text";

/** An error in a request of the engine, such as a type that does not exist, with a message for people. */
export class InvalidRequest extends Error {}

/** The message of an error as people see it. That of an unexpected error is not shown, as it may quote a secret. */
export function shownMessage(error: unknown): string {
  const isForPeople = error instanceof IisError || error instanceof InvalidRequest;
  return visibleText(isForPeople ? error.message : describeCrash(error));
}
