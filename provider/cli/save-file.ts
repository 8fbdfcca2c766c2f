import * as fs from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { describeSystemError, systemErrorCode } from "../read-file";
import { showHidden, visibleText } from "../visible-text";
import { Failure } from "./failure";
import type { Io } from "./io";
import { mkdirSync } from "node:fs";

/** The permissions of a file that may hold what others are not to read: environment values, account names. */
export const ownerOnly = 0o600;

/** How to write a file. */
export interface SaveOptions {
  /** The option that names it, for messages: `--out`. */
  readonly option: string;
  /** Its permissions, whatever they were. Default: those that it has, else those of a new file. */
  readonly mode?: number;
  /** Refuse to take the place of a file that exists. Default false. */
  readonly isNew?: boolean;
  /** The bytes of its text. Default: UTF-8. */
  readonly encode?: (text: string) => Buffer;
}

/**
 * Writes a file whole or not at all: a file beside it takes its place when all is on the disk. Symbolic links stay. What is
 * no regular file (`/dev/stdout`, a pipe), and a file in a folder that takes no other file, is written in place.
 *
 * @throws Failure where that cannot be done; the file is then as it was
 */
export function saveFile(file: string, content: string, options: SaveOptions, io: Io): void {
  const path = resolve(io.place.cwd, file);
  guarded(file, options, () => {
    const { mode, isNew = false, encode = (text: string) => Buffer.from(text) } = options;
    const bytes = encode(visibleText(content));
    if (isSpecial(path)) {
      fs.writeFileSync(path, bytes);
      return;
    }
    const target = targetOf(path);
    if (isNew)
      reserved(target, () => {
        replace(target, bytes, mode);
      });
    else replaceOrWrite(target, bytes, mode);
  });
  if (!isSpecial(path)) io.stderr.write(`wrote ${showHidden(file)}\n`);
}

/** Whether the file could be written, before there is anything to write. @throws Failure where it could not */
export function checkSavable(file: string, options: SaveOptions, { place: { cwd } }: Io): void {
  guarded(file, options, () => {
    const path = resolve(cwd, file);
    const known = statOf(path);
    if (known !== undefined && options.isNew === true && !isSpecial(path))
      throw Object.assign(new Error(), { code: "EEXIST", syscall: "open" });
    if (known?.isDirectory() === true) throw Object.assign(new Error(), { code: "EISDIR", syscall: "open" });
    fs.accessSync(known === undefined ? dirname(targetOf(path)) : path, fs.constants.W_OK);
  });
}

function guarded(file: string, { option }: SaveOptions, work: () => void): void {
  try {
    work();
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    const isThere = code === "EEXIST";
    const why = isThere ? `${file} exists already; --force overwrites it` : problemOf(file, code);
    throw new Failure([{ path: option, message: why }]);
  }
}

function problemOf(file: string, code: string): string {
  const remedy = code === "ENOENT" ? "; create its folder first" : "";
  return `cannot write ${file}: ${describeSystemError(code)}${remedy}`;
}

/** A device, a pipe, or what the shell calls by one: another file must not take its place. */
function isSpecial(path: string): boolean {
  const known = statOf(path);
  return /^\/(?:dev\/(?:fd|std)|proc\/)/.test(path) || (known !== undefined && !known.isFile() && !known.isDirectory());
}

/** Where a file really is; a link to nothing leads to nothing. */
function targetOf(file: string): string {
  return statOf(file) === undefined ? join(fs.realpathSync(dirname(file)), basename(file)) : fs.realpathSync(file);
}

function statOf(file: string): fs.Stats | undefined {
  return fs.statSync(file, { throwIfNoEntry: false });
}

/** Makes the file first, which of several programs only one can do. */
function reserved(target: string, work: () => void): void {
  fs.closeSync(fs.openSync(target, "wx"));
  try {
    work();
  } catch (error) {
    fs.rmSync(target, { force: true });
    throw error;
  }
}

const refusedBeside = ["EACCES", "EBUSY", "EPERM", "EROFS"];

function replaceOrWrite(target: string, bytes: Buffer, mode: number | undefined): void {
  const known = statOf(target);
  try {
    replace(target, bytes, mode ?? (known && known.mode & 0o7777));
  } catch (error) {
    if (known?.isFile() !== true || !refusedBeside.includes(systemErrorCode(error) ?? "")) throw error;
    fs.writeFileSync(target, bytes);
    if (mode !== undefined) fs.chmodSync(target, mode);
  }
}

function replace(target: string, bytes: Buffer, mode: number | undefined): void {
  const beside = join(dirname(target), `.${basename(target).slice(0, 100)}.${crypto.randomUUID()}.tmp`);
  try {
    fs.writeFileSync(beside, bytes, { flag: "wx", flush: true, ...(mode !== undefined && { mode }) });
    // The mode of a new file is cut by the umask.
    if (mode !== undefined) fs.chmodSync(beside, mode);
    fs.renameSync(beside, target);
  } catch (error) {
    fs.rmSync(beside, { force: true });
    throw error;
  }
}

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
