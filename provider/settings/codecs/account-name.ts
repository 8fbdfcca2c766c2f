import { describeWrong, longestShown } from "../../input/wording";
import { shorten } from "../../text";
import { codec } from "./codec";
import { printable } from "./patterns";
import { ValueError } from "./value-error";
import { readString, string } from "./string";

/** Microsoft's list of what the name of an account cannot hold. */
export const accountNameLink = "https://learn.microsoft.com/en-us/windows/win32/adschema/a-samaccountname";

const forbidden = ['"', "/", "[", "]", ":", ";", "|", "=", ",", "+", "*", "?", "<", ">"];

/** The name of an account; see {@link readAccountName}. */
export const accountName = codec<string>({
  ...string,
  read: (facts, input) => readAccountName(readString(facts, input)),
  jsonSchema: () => ({ type: "string", allOf: [{ pattern: printable }, { pattern: accountPattern }] }),
});

/**
 * The name of an account: `DOMAIN\\user`, `.\\user`, `user`, `user@domain.example`, or `""` for none. IIS accepts any
 * text, but Windows then refuses the logon of the worker process.
 * @throws ValueError
 */
export function readAccountName(text: string): string {
  const hint = hintFor(text);
  if (hint === undefined) return text;
  throw new ValueError(`${describeWrong("the name of a Windows account", text, () => asIs(text))}; ${hint}`);
}

// The forms that `hintFor` accepts, as patterns.
const part = String.raw`[^"/\[\]:;|=,+*?<>\\\s](?:[^"/\[\]:;|=,+*?<>\\]*[^"/\[\]:;|=,+*?<>\\\s])?`;
const principal = String.raw`[^\\\s][^\\\u2028\u2029]*@[^@\s\\]+`;
const isVisible = String.raw`(?![\s\S]*\p{Cf})`;
const isBare = "(?!(['`]).*\\1$)";
const accountPattern = String.raw`^${isVisible}${isBare}(?:|${part}\\${part}|(?![\s\S]*@)${part}|${principal})$`;

const forms = "write DOMAIN\\user, .\\user for an account of the server itself, or user@domain";

/** What to write instead of a text that is not an account name. */
function hintFor(text: string): string | undefined {
  const parts = text.split(/\\+/);
  const bare = parts.map((part) => part.trim());
  if (text === "") return undefined;
  if (bare.join("\\") !== parts.join("\\")) return `remove the blanks: ${asIs(bare.join("\\"))}`;
  const invisible = /\p{Cf}/u.exec(text);
  if (invisible !== null) return `remove the invisible character ${codePointOf(invisible[0])}`;
  if (/^(['`]).*\1$/.test(text)) return `remove the quotes: ${asIs(text.slice(1, -1))}`;
  // The name before the @ may contain a slash, as in a Kerberos principal.
  if (text.includes("@") && parts.length === 1) return /^.+@[^@\s]+$/.test(text) ? undefined : forms;
  if (text.includes("/")) return `write a backslash: ${asIs(text.replaceAll("/", "\\"))}`;
  if (text.includes("\\\\")) return `write one backslash: ${asIs(parts.filter((part) => part !== "").join("\\"))}`;
  if (parts.length > 2) return "write one backslash, between domain and user";
  if (parts.includes("")) return forms;
  const found = forbidden.filter((character) => text.includes(character));
  return found.length === 0 ? undefined : `it cannot hold ${found.join(" ")}`;
}

function codePointOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/**
 * In single quotes, because a backslash is then the same in YAML and in this message. Cut if it is long, and after a
 * colon: `user:password`.
 */
function asIs(text: string): string {
  return `'${shorten(text.replace(/:.+/s, ":…"), longestShown)}'`;
}
