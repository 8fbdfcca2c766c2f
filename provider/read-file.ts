import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { types } from "node:util";

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EAI_AGAIN: "the name server does not answer",
  EAGAIN: "the system is out of resources for now",
  EBUSY: "it is in use",
  ECONNREFUSED: "the connection is refused",
  ECONNRESET: "the connection was reset",
  EDQUOT: "the disk quota is used up",
  EEXIST: "it exists already",
  EFBIG: "it is too large",
  EHOSTUNREACH: "there is no route to it",
  EIO: "the device reports an error",
  EISDIR: "it is a folder",
  ELOOP: "it is a loop of symbolic links",
  EMFILE: "this process has too many files open",
  ENAMETOOLONG: "the name is too long",
  ENETUNREACH: "there is no route to its network",
  ENFILE: "the system has too many files open",
  ENOENT: "there is no such file or folder",
  ENOMEM: "the system is out of memory",
  ENOSPC: "the disk is full",
  ENOTDIR: "part of the path is not a folder",
  ENOTFOUND: "the name is not known",
  EPERM: "permission denied",
  EROFS: "the disk is read-only",
  ETIMEDOUT: "it does not answer in time",
};

/** The code of an error of the system, for example `ENOSPC`; undefined for any other error. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!types.isNativeError(error)) return undefined;
  const { code, syscall } = error as NodeJS.ErrnoException;
  return typeof code === "string" && typeof syscall === "string" ? code : undefined;
}

/** An error of the system in words with its code: `the disk is full (ENOSPC)`. It quotes no path and no argument. */
export function describeSystemError(code: string): string {
  const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  return reason === undefined ? `the system reports ${code}` : `${reason} (${code})`;
}

/**
 * A file that cannot be read. The message has the reason without the file's name: `is a named pipe, not a regular
 * file`.
 */
export class UnreadableFile extends Error {
  override readonly name = "UnreadableFile";

  constructor(
    message: string,
    /** The error code of the file system, for example `ENOENT`; absent if the file system reported no error. */
    readonly code?: string,
  ) {
    super(message);
  }
}

/** One megabyte, in bytes. */
export const megabyte = 1024 * 1024;

/**
 * The content of a regular file. Pipes, sockets and devices are refused before they are opened, because reading may
 * never end.
 *
 * @param limit maximum number of bytes to read, whatever size the file reports
 * @throws UnreadableFile
 */
export function readRegularFile(path: string, limit: number): Buffer {
  return withRegularFile(path, (descriptor, { size }) => {
    refuseSize(size, limit);
    const content = readUpTo(descriptor, limit + 1);
    refuseSize(content.length, limit);
    return content;
  });
}

/** The first bytes of a regular file, at most `length`. @throws UnreadableFile */
export function readStart(path: string, length: number): Buffer {
  return withRegularFile(path, (descriptor) => readUpTo(descriptor, length));
}

/** Why a file is not a readable regular file; undefined if it is. */
export function fileProblem(path: string): string | undefined {
  try {
    return kindProblem(statSync(path));
  } catch (error) {
    return unreadable(error).message;
  }
}

function withRegularFile<T>(path: string, read: (descriptor: number, stats: Stats) => T): T {
  try {
    // The path is checked first, because opening a device may already have an effect. Then the opened file is checked,
    // because the path may now lead to another file.
    refuseKind(statSync(path));
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(descriptor);
      refuseKind(stats);
      return read(descriptor, stats);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw unreadable(error);
  }
}

function readUpTo(descriptor: number, most: number): Buffer {
  const pieces: Buffer[] = [];
  let length = 0;
  while (length < most) {
    const piece = Buffer.allocUnsafe(Math.min(megabyte, most - length));
    const count = readSync(descriptor, piece);
    if (count === 0) break;
    pieces.push(piece.subarray(0, count));
    length += count;
  }
  return Buffer.concat(pieces, length);
}

function refuseKind(stats: Stats): void {
  const problem = kindProblem(stats);
  if (problem !== undefined) throw new UnreadableFile(problem);
}

function kindProblem(stats: Stats): string | undefined {
  if (stats.isFile()) return undefined;
  if (stats.isDirectory()) return "is a folder, not a file";
  const kind = stats.isFIFO() ? "named pipe" : stats.isSocket() ? "socket" : "device";
  return `is a ${kind}, not a regular file`;
}

function refuseSize(size: number, limit: number): void {
  if (size <= limit) return;
  throw new UnreadableFile(`has ${Math.ceil(size / megabyte)} MB, the limit is ${limit / megabyte} MB`);
}

function unreadable(error: unknown): UnreadableFile {
  if (error instanceof UnreadableFile) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return new UnreadableFile(`cannot be read: ${describeSystemError(code)}`, code);
}
