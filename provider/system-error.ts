import { types } from "node:util";

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EAGAIN: "the system is out of resources for now",
  EBUSY: "it is in use",
  EDQUOT: "the disk quota is used up",
  EEXIST: "it exists already",
  EFBIG: "it is too large",
  EIO: "the device reports an error",
  EISDIR: "it is a folder",
  ELOOP: "it is a loop of symbolic links",
  EMFILE: "this process has too many files open",
  ENAMETOOLONG: "the name is too long",
  ENFILE: "the system has too many files open",
  ENOENT: "there is no such file or folder",
  ENOMEM: "the system is out of memory",
  ENOSPC: "the disk is full",
  ENOTDIR: "part of the path is not a folder",
  EPERM: "permission denied",
  EROFS: "the disk is read-only",
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
