import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { Failure } from "./failure";
import type { Io } from "./io";

/** The options that name a file to write. */
export interface WritingFlags {
  readonly out?: string | undefined;
  readonly output?: string | undefined;
  readonly asFile?: string | undefined;
}

/** A file that a call reads, and what it is, for messages: `a pool file that this command reads`. */
export interface ReadFile {
  readonly file: string;
  readonly what: string;
}

/** Pool files as {@link ReadFile}. */
export function poolFilesRead(names: readonly string[]): ReadFile[] {
  return names.map((file) => ({ file, what: "a pool file that this command reads" }));
}

/** A result in the place of what it is made of would destroy that. @throws Failure with every such option */
export function refuseOverwriting(read: readonly ReadFile[], flags: WritingFlags, { place: { cwd } }: Io): void {
  const { out, output, asFile } = flags;
  const written = Object.entries({ "--out": out, "--output": output, "--as-file": asFile });
  const faults = written.flatMap(([path, file]) => {
    const lost = file === undefined ? undefined : read.find((one) => isSame(file, one.file, cwd));
    return lost === undefined ? [] : [{ path, message: `${file ?? ""} is ${lost.what}; choose another file` }];
  });
  if (faults.length > 0) throw new Failure(faults);
}

function isSame(file: string, other: string, cwd: string): boolean {
  return realPath(resolve(cwd, file)) === realPath(resolve(cwd, other));
}

/** The file itself if it exists, behind all links. */
export function realPath(file: string): string {
  return existsSync(file) ? realpathSync(file) : file;
}
