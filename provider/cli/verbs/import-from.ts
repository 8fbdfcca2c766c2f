import { resolve } from "node:path";
import { IisError, type Position } from "../../errors";
import { importListedPools } from "../../plan/import/listed-pools";
import { recognizeFile } from "../../plan/import/recognize-file";
import { importMetabase } from "../../plan/import/metabase";
import type { ImportedHost } from "../../plan/import/import-pools";
import { megabyte, readRegularFile, UnreadableFile } from "../../read-file";
import { decodeFile, XmlError } from "../../xml/parse";
import { Failure } from "../failure";
import type { Io } from "../io";

/** Largest file; a MetaBase.xml of a server with 1,000 sites has 10 MB, and UTF-16 is twice as long. */
const largestFile = 128 * megabyte;

/** cmd.exe writes in the code page of its console, which a file does not name. */
const inUtf8 =
  "Save it as UTF-8, or export the pools again from PowerShell: appcmd list apppool /config /xml > pools.xml";

/**
 * The pools of a MetaBase.xml of IIS 6, or of the output of appcmd.
 *
 * @throws Failure for any other file; it says what the file is
 */
export function importFrom(file: string, { place: { cwd } }: Io): ImportedHost {
  const bytes = readBytes(file, cwd);
  const text = decodeFile(bytes);
  if (text === undefined)
    throw refuse(`${file} is not text in UTF-8 or UTF-16${bytes.includes(0) ? "" : `. ${inUtf8}`}`);
  try {
    const recognized = recognizeFile(text);
    if (recognized.kind === "other") {
      const { what, remedy } = recognized;
      throw refuse(
        `${file} is ${what}, not a MetaBase.xml or an export of appcmd${remedy === undefined ? "" : `; ${remedy}`}`,
      );
    }
    const imported = recognized.kind === "metabase" ? importMetabase(text) : importListedPools(text);
    if (imported.pools.length > 0) return imported;
    throw refuse(
      `${file} has no application pool that can be declared${imported.notes.map((note) => `; ${note}`).join("")}`,
    );
  } catch (error) {
    // Not the messages of these errors: they may quote the file, and it may contain a password.
    if (error instanceof XmlError)
      throw refuse("is not well-formed XML here", { file, line: error.line, column: error.column });
    throw error instanceof IisError ? refuse(`${file} is damaged: ${error.message}`) : error;
  }
}

function readBytes(file: string, cwd: string): Uint8Array {
  try {
    return readRegularFile(resolve(cwd, file), largestFile);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw refuse(`${file} ${error.message}`);
  }
}

function refuse(message: string, position?: Position): Failure {
  return new Failure([{ path: "--from", message, ...(position && { position }) }]);
}
