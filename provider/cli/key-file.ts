import type { KeyObject } from "node:crypto";
import { resolve } from "node:path";
import { UnusableKey } from "../bundle/envelope";
import { readRegularFile, UnreadableFile } from "../read-file";
import { Failure } from "./failure";
import type { Io } from "./io";

/** The largest file of a key, in bytes. */
const largestKey = 64 * 1024;

/**
 * The key in a file that an option names.
 *
 * @param read reads it; throws UnusableKey
 * @throws Failure
 */
export function readKeyFile(
  file: string,
  option: string,
  read: (pem: string) => KeyObject,
  { place: { cwd } }: Io,
): KeyObject {
  try {
    return read(readRegularFile(resolve(cwd, file), largestKey).toString("utf8"));
  } catch (error) {
    if (!(error instanceof UnusableKey || error instanceof UnreadableFile)) throw error;
    throw new Failure([{ path: option, message: `${file} ${error.message}` }]);
  }
}
