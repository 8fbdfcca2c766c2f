import { IisError } from "../errors";

/** Tab is the one control character that XML holds and every parser between here and appcmd leaves alone. */
const uncarriable = /[^\P{Cc}\t]|\p{Cs}|[\uFFFE\uFFFF]/u;

/**
 * Refuses a text that does not reach `applicationHost.config` unchanged, before anything is run: NUL ends a command line
 * of Windows, a line break ends one of cmd.exe and of an SSH session, XML has no place for the other control characters
 * and U+FFFE and U+FFFF, and half of a surrogate pair has no UTF-8. The text is not repeated, as it may be a secret.
 * Sources: https://learn.microsoft.com/en-us/windows/win32/api/processthreadsapi/nf-processthreadsapi-createprocessw,
 * https://www.w3.org/TR/xml/#charsets
 *
 * @throws IisError `COMMAND_NOT_SAFE`
 */
export function checkCarriable(text: string): void {
  const character = uncarriable.exec(text)?.[0];
  if (character === undefined) return;
  throw new IisError("COMMAND_NOT_SAFE", {
    problem: `a name or value holds ${describe(character)}`,
    hint: "Take it out",
  });
}

function describe(character: string): string {
  const code = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  if (/\p{Cs}/u.test(character)) return `half of a Unicode surrogate pair (${code}), which has no UTF-8`;
  if (character === "\r" || character === "\n") return `a line break (${code}), which would end the command line`;
  return `the character ${code}, which a command line or applicationHost.config cannot hold`;
}
