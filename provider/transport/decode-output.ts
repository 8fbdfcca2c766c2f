import { IisError } from "../errors";
import { codePageNumbers } from "../connection/schema";

/** The number of UTF-8 as a code page of Windows. */
const utf8CodePage = 65001;

/**
 * The code page in the output of `chcp`. The sentence is in the language of Windows and in that code page itself, but
 * digits are the same in all code pages: `Aktive Codepage: 850.`
 *
 * @returns undefined if it contains no number
 */
export function readCodePage(answer: string): number | undefined {
  const digits = /\d{3,5}/.exec(answer)?.[0];
  return digits === undefined ? undefined : Number(digits);
}

/** The output of a program. */
export interface Decoded {
  readonly text: string;
  /** The code page in which it was read; absent for UTF-8. */
  readonly codePage?: number;
}

/** Decodes the output of a program. */
export type Decoder = (bytes: Buffer) => Promise<Decoded>;

/**
 * Decodes appcmd's output: as UTF-8, which its XML declares, else in the OEM code page of the console. A message for
 * people is decoded as well as possible; a listing exactly or not at all.
 *
 * @param host for messages
 * @param askCodePage reads the code page; undefined if it is not known. It is called only if required, until it returns
 *   a value
 * @throws IisError `UNREADABLE_OUTPUT` for a listing in an unknown code page, and for one with a pool's name that its
 *   code page cannot represent
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

/** XML begins with a tag, possibly after a byte order mark; a message does not. */
function isListing(bytes: Buffer): boolean {
  return /^(?:\xEF\xBB\xBF)?\s*</.test(bytes.toString("latin1", 0, 100));
}

/**
 * Undefined if it is not UTF-8. A character that is cut off at the end is dropped: the reader then finds the output
 * incomplete.
 */
function decodeUtf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}

/** Undefined if the code page is not known, or has no character for a byte. */
function decodeCodePage(bytes: Buffer, codePage: number | undefined): Decoded | undefined {
  if (codePage === undefined || codePage === utf8CodePage || !codePageNumbers.includes(codePage)) return undefined;
  // Hundreds of kilobytes of tables, which UTF-8 output does not need.
  const { decode } = require("./code-pages") as typeof import("./code-pages");
  const text = decode(bytes, `cp${codePage}`);
  return text.includes("\uFFFD") ? undefined : { text, codePage };
}

/**
 * Windows writes a question mark for a character that the code page does not have; IIS does not allow one in the name
 * of a pool.
 */
function lostName(listing: string): string | undefined {
  return /\sAPPPOOL\.NAME="([^"?]*\?[^"]*)"/.exec(listing)?.[1];
}

function unknownCodePage(host: string, codePage: number | undefined): IisError {
  const page = codePage === undefined ? "of an unknown code page" : `that code page ${codePage} does not have`;
  return new IisError("UNREADABLE_OUTPUT", {
    host,
    problem: `appcmd's answer is not UTF-8 and contains bytes ${page}`,
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
