import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { Failure } from "./failure";
import type { Io } from "./io";

/** The options that name a file to write. */
export interface WritingFlags {
  readonly out?: string | undefined;
  readonly output?: string | undefined;
  readonly asFile?: string | undefined;
  readonly metrics?: string | undefined;
  readonly webhookState?: string | undefined;
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

/**
 * A result in the place of what it is made of, or of another result, would destroy that.
 *
 * @throws Failure with every such option
 */
export function refuseOverwriting(read: readonly ReadFile[], flags: WritingFlags, { place: { cwd } }: Io): void {
  const { out, output, asFile, metrics, webhookState } = flags;
  const options = Object.entries({
    "--out": out,
    "--as-file": asFile,
    "--output": output,
    "--metrics": metrics,
    "--webhook-state": webhookState,
  });
  const written = options.flatMap(([path, file]) => (file === undefined ? [] : [{ path, file }]));
  const faults = written.flatMap(({ path, file }, index) => {
    const before = written.slice(0, index).map((one) => ({ file: one.file, what: `the file of ${one.path}` }));
    const lost = [...read, ...before].find((one) => isSame(file, one.file, cwd));
    return lost === undefined ? [] : [{ path, message: `${file} is ${lost.what}; choose another file` }];
  });
  if (faults.length > 0) throw new Failure(faults);
}

function isSame(file: string, other: string, cwd: string): boolean {
  const [one, two] = [file, other].map((name) => realPath(resolve(cwd, name)));
  return process.platform === "win32" ? one?.toLowerCase() === two?.toLowerCase() : one === two;
}

/** The file itself, behind all links; of a new file those of its folder. */
export function realPath(file: string): string {
  if (existsSync(file)) return realpathSync(file);
  const folder = dirname(file);
  return folder === file ? file : join(realPath(folder), basename(file));
}
