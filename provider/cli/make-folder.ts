import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { describeSystemError, systemErrorCode } from "../read-file";
import { Failure } from "./failure";
import type { Io } from "./io";
import type { SaveOptions } from "./save-file";

/** Makes a folder and those above it; with `isNew` only the folder itself. @throws Failure where that cannot be done */
export function makeFolder(
  folder: string,
  { option, isNew = false }: Pick<SaveOptions, "option" | "isNew">,
  { place: { cwd } }: Io,
): void {
  try {
    mkdirSync(resolve(cwd, folder), { recursive: !isNew });
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    throw new Failure([{ path: option, message: `cannot create ${folder}: ${describeSystemError(code)}` }]);
  }
}
