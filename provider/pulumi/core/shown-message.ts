import { describeCrash } from "../../crash";
import { IisError, messageWithCode } from "../../errors";
import { visibleText } from "../../visible-text";

/** An error in a request of the engine, such as a type that does not exist, with a message for people. */
export class InvalidRequest extends Error {}

/**
 * The message of an error for people, followed by its code. The message of an unexpected error, which is `INTERNAL`, is not
 * shown, because it may quote a secret.
 *
 * @param most bytes of UTF-8: of a longer message the beginning is shown, then `…` and the code. Default: all
 */
export function shownMessage(error: unknown, most = Infinity): string {
  if (error instanceof InvalidRequest) return cut(visibleText(error.message), most);
  const code = error instanceof IisError ? error.code : "INTERNAL";
  const message = visibleText(error instanceof IisError ? error.message : describeCrash(error));
  const room = most - Buffer.byteLength(messageWithCode({ code, message: "" }));
  return messageWithCode({ code, message: cut(message, room) });
}

/** The text where it is no longer than so many bytes, else its beginning and `…`. */
function cut(text: string, most: number): string {
  const whole = Buffer.from(text);
  if (whole.length <= most) return text;
  const room = most - Buffer.byteLength("…");
  return `${new TextDecoder().decode(whole.subarray(0, room), { stream: true })}…`;
}
