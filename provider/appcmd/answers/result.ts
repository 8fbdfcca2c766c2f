import type { Command } from "../argument";
import { escapeIndexerValue, escapeValue } from "../edit";
import { escapeForCmd } from "../../quoting/cmd";
import { enclose } from "../../quoting/quote";
import { isTransientCode } from "../exit-codes";

/** A shorter value is part of too many words, for example `1` of numbers: it is masked only as a whole word. */
const shortest = 8;

/** Stands for a masked value until all are masked, so that no mask is masked again: appcmd prints no NUL. */
const mark = "\0";

/**
 * A text with every secret of the command masked, escaped or not, the longest first. Values are compared as texts, not
 * as patterns.
 */
export function maskSecrets(text: string, command: Command): string {
  const secrets = command.flatMap(({ secret }) => (secret?.isSet === true ? [secret.reveal()] : []));
  return secrets.length === 0 ? text : maskTexts(text, secrets);
}

/** The same for values that are not empty. */
export function maskTexts(text: string, secrets: readonly string[]): string {
  const spellings = secrets.flatMap(spellingsOf);
  const longestFirst = [...new Set(spellings)].sort((a, b) => b.length - a.length);
  const masked = longestFirst.reduce(
    (rest, spelling) => (spelling.length < shortest ? markAlone(rest, spelling) : rest.split(spelling).join(mark)),
    text.replaceAll(mark, ""),
  );
  return masked.replaceAll(mark, "[secret]");
}

/**
 * The forms in which appcmd or a service that starts it may repeat a value: the value itself, as sent, or with one of the two
 * escapes removed; and each as in a command line.
 */
function spellingsOf(value: string): string[] {
  return [value, escapeValue(value), escapeIndexerValue(value), value.replaceAll("'", "''")].flatMap((spelling) => {
    const inLine = enclose(spelling).slice(1, -1);
    return [spelling, inLine, escapeForCmd(inLine)];
  });
}

/** Marks a text only where it is a whole word. */
function markAlone(text: string, word: string): string {
  let marked = "";
  let done = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, Math.max(done, at + 1))) {
    if (isWordAt(text, at - 1) || isWordAt(text, at + word.length)) continue;
    marked += text.slice(done, at) + mark;
    done = at + word.length;
  }
  return marked + text.slice(done);
}

function isWordAt(text: string, index: number): boolean {
  return /^\w/.test(text.charAt(index));
}

/** What an exit code means for the sender of the command. */
export type Verdict =
  | "done"
  /** Read the host again: the same command may succeed now, or may no longer be required. */
  | "try again"
  | "failed";

/** Win32 exit codes of appcmd that this package handles. */
export const appcmdExitCodes = {
  fileInUse: 32,
  alreadyExists: 183,
  alreadyRunning: 1056,
  cannotAcceptControl: 1061,
  notActive: 1062,
  fileChanged: 1224,
  noSuchElement: 4312,
} as const;

/**
 * Judges a command that writes or reads. The exit code comes first; the text is used only if it contradicts code 0.
 *
 * @param verb the first word of the command: some errors are transient only after `start` and `stop`
 */
export function verdictOf(exitCode: number, stdout: string, verb = ""): Verdict {
  if (exitCode === 0) return stdout.includes("ERROR (") ? "failed" : "done";
  return exitCode === -1 || isTransientCode(exitCode, verb) ? "try again" : "failed";
}

/**
 * Whether a write ended without any output. A process that was killed on Windows ends in this way; a `list` that finds
 * nothing does too.
 */
export function isCutShort(exitCode: number, stdout: string): boolean {
  return exitCode === 1 && stdout.trim() === "";
}

/** appcmd's own message from its output, in one line, with the command's secrets masked. */
export function failureMessage(exitCode: number, stdout: string, command: Command): string {
  const text = stdout.slice(Math.max(0, stdout.indexOf("ERROR (")));
  const line = shownText(messageIn(text), command);
  const code = exitCode > 0xffff ? `0x${exitCode.toString(16)}` : String(exitCode);
  return line === "" ? `exit code ${code}, no message` : `exit code ${code}: ${line}`;
}

/** A text of a server about a command, in one line of at most 1,000 characters, with the command's secrets masked. */
export function shownText(text: string, command: Command): string {
  return inOneLine(maskSecrets(text, command)).slice(0, 1000);
}

/**
 * The text with each run of blanks as one. In a process that has compiled many patterns V8 does not optimize further
 * ones. An unlimited pattern would then exhaust the stack on megabytes of blanks.
 */
function inOneLine(text: string): string {
  const run = /\s{1,9999}/g;
  return text.replace(run, " ").replace(run, " ").trim();
}

/**
 * The text after `message:`, without the bracket around the error. A server may answer with megabytes, so no pattern
 * uses lookbehind.
 */
function messageIn(text: string): string {
  const at = text.indexOf("message:");
  if (at < 0) return text;
  const message = text.slice(at + "message:".length).trimEnd();
  return message.endsWith(")") ? message.slice(0, -1) : message;
}
