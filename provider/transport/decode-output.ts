import { IisError } from "../errors";
import { codePageNumbers } from "../connection/code-pages";

/** The number by which Windows knows UTF-8. */
const utf8CodePage = 65001;

/**
 * The code page in the answer of `chcp`. Its sentence is in the language of Windows and in that code page itself, but
 * digits are the same in all of them: `Aktive Codepage: 850.`
 *
 * @returns undefined where it holds no number.
 */
export function readCodePage(answer: string): number | undefined {
  const digits = /\d{3,5}/.exec(answer)?.[0];
  return digits === undefined ? undefined : Number(digits);
}

/** What a program printed. */
export interface Decoded {
  readonly text: string;
  /** The code page in which it was read, where it was no UTF-8. */
  readonly codePage?: number;
}

/** Reads what a program printed. */
export type Decoder = (bytes: Buffer) => Promise<Decoded>;

/**
 * Reads what appcmd printed: as UTF-8, which its XML declares, and where it is none, in the OEM code page of the console.
 * A message, which is for people only, is read as well as can be; a listing exactly or not at all.
 *
 * @param host for messages.
 * @param askCodePage the code page; undefined where nobody knows it. Asked only when it is needed, until there is an answer.
 * @throws IisError `UNREADABLE_OUTPUT` for a listing in an unknown code page, and for one with a pool's name that its code
 *   page does not have.
 */
export function outputDecoder(host: string, askCodePage: () => Promise<number | undefined>): Decoder {
  let asked: Promise<number | undefined> | undefined;
  const codePageOf = async (): Promise<number | undefined> => {
    const asking = (asked ??= askCodePage());
    const isAnswered = await asking.then(
      (codePage) => codePage !== undefined,
      () => false,
    );
    if (!isAnswered && asked === asking) asked = undefined;
    return asking;
  };
  return async (bytes) => {
    const utf8 = decodeUtf8(bytes);
    const codePage = utf8 === undefined ? await codePageOf() : undefined;
    const read = utf8 === undefined ? decodeCodePage(bytes, codePage) : { text: utf8 };
    if (!isListing(bytes)) return read ?? { text: bytes.toString("utf8") };
    if (read === undefined) throw unknownCodePage(host, codePage);
    const lost = lostName(read.text);
    if (lost !== undefined) throw unreadableName(host, lost, await codePageOf());
    return read;
  };
}

/** XML begins with a tag, after a byte order mark perhaps; a message does not. */
function isListing(bytes: Buffer): boolean {
  return /^(?:\xEF\xBB\xBF)?\s*</.test(bytes.toString("latin1", 0, 100));
}

/** Undefined where it is no UTF-8. A character that is cut off at the end is left out: the reader sees what is missing. */
function decodeUtf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}

/** Undefined where the code page is not known, or lacks a byte of it. */
function decodeCodePage(bytes: Buffer, codePage: number | undefined): Decoded | undefined {
  if (codePage === undefined || codePage === utf8CodePage || !codePageNumbers.includes(codePage)) return undefined;
  // Hundreds of kilobytes of tables, which UTF-8 output does not need.
  const { decode } = require("./code-pages") as typeof import("./code-pages");
  const text = decode(bytes, `cp${codePage}`);
  return text.includes("\uFFFD") ? undefined : { text, codePage };
}

/** Windows writes a question mark for what a code page lacks, and IIS allows none in the name of a pool. */
function lostName(listing: string): string | undefined {
  return /\sAPPPOOL\.NAME="([^"?]*\?[^"]*)"/.exec(listing)?.[1];
}

function unknownCodePage(host: string, codePage: number | undefined): IisError {
  const page = codePage === undefined ? "of a code page that nobody named" : `that code page ${codePage} does not have`;
  return new IisError("UNREADABLE_OUTPUT", {
    host,
    problem: `appcmd's answer is not UTF-8 and holds bytes ${page}`,
    hint:
      "Set the code page of the host's console (chcp shows it): connection { codePage: 850 }, or for all resources " +
      "of a stack: pulumi config set iis:codePage 850",
  });
}

function unreadableName(host: string, name: string, codePage: number | undefined): IisError {
  const page = codePage === undefined ? "the console's code page" : `code page ${codePage}`;
  return new IisError("UNREADABLE_OUTPUT", {
    host,
    problem: `the name of the pool that appcmd prints as "${name}" cannot be read in ${page}`,
    hint: "Rename that pool, or set the code page of the console to UTF-8 (chcp 65001)",
  });
}
