import { IisError } from "../errors";

/**
 * The error for an answer that cannot be read, to be thrown.
 *
 * @param what the command that was asked, as its user knows it: `list apppool`
 * @param why what is wrong with it, after `appcmd's answer to "…"`; never a piece of the answer, which may hold a
 *   password: nor the parser's error, which may quote one
 */
export function unreadable(what: string, why: string): IisError {
  return new IisError("UNREADABLE_OUTPUT", { problem: `appcmd's answer to "${what}" ${why}` });
}
