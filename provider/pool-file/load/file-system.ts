import { lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { readRegularFile } from "../../read-file";
import { largestFile } from "../yaml/source-text";

/** The file system functions for loading pool files. */
export interface PoolFileSystem {
  /** The kind of file at a path; `other`: a pipe, a socket, a device. `undefined`: nothing, or not accessible. */
  readonly kindOf: (path: string) => "file" | "directory" | "other" | undefined;
  /** The names in a folder, in any order. */
  readonly listFolder: (path: string) => readonly string[];
  /** The content of a regular file. @throws Error whose message has the reason, without the file's name */
  readonly readFile: (path: string) => Uint8Array;
  /**
   * The real path, with all links followed, also if nothing exists there; `undefined` for a broken link. Absent if
   * there are no links.
   */
  readonly realPath?: (path: string) => string | undefined;
}

/** The file system of this machine. */
export const realFileSystem: PoolFileSystem = {
  kindOf: (path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) return "directory";
    return stats === undefined ? undefined : stats.isFile() ? "file" : "other";
  },
  listFolder: (path) => readdirSync(path),
  readFile: (path) => readRegularFile(path, largestFile),
  realPath: (path) => {
    let rest = "";
    for (let at = path; ; at = dirname(at)) {
      const found = realPathOf(at);
      if (found !== undefined) return join(found, rest);
      if (isThere(at) || dirname(at) === at) return undefined;
      rest = join(basename(at), rest);
    }
  },
};

/** The same with a cache for each question, because many includes use the same folders. Contents are not cached. */
export function remembering({ kindOf, listFolder, readFile, realPath }: PoolFileSystem): PoolFileSystem {
  return {
    kindOf: once(kindOf),
    listFolder: once(listFolder),
    readFile,
    ...(realPath && { realPath: once(realPath) }),
  };
}

function once<T>(ask: (path: string) => T): (path: string) => T {
  const answers = new Map<string, T>();
  return (path) => {
    const known = answers.get(path);
    if (known !== undefined || answers.has(path)) return known as T;
    const answer = ask(path);
    answers.set(path, answer);
    return answer;
  };
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** Also for a broken link. */
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * The folders below which pool files are read: those of the files that the user named. An include or a link may come
 * from an untrusted pull request, so it must not open any other file.
 */
export class FileBoundary {
  /** As given, and their real paths. */
  readonly #folders: { readonly named: string; readonly real: string }[] = [];

  constructor(readonly fileSystem: PoolFileSystem) {}

  /** @param folder absolute */
  add(folder: string): void {
    this.#folders.push({ named: folder, real: this.#realPath(folder) ?? folder });
  }

  /**
   * Whether a path is below one of the folders, both as given and with its links followed. A path outside, as given, is
   * not accessed: on Windows the access alone can log in to another machine.
   *
   * @param path absolute
   */
  holds(path: string): boolean {
    if (!this.#folders.some(({ named, real }) => isBelow(named, path) || isBelow(real, path))) return false;
    const found = this.#realPath(path);
    return found !== undefined && this.#folders.some(({ real }) => isBelow(real, found));
  }

  /** The real path, to compare two paths. */
  placeOf(path: string): string {
    return this.#realPath(path) ?? path;
  }

  #realPath(path: string): string | undefined {
    return this.fileSystem.realPath === undefined ? path : this.fileSystem.realPath(path);
  }
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
