import { lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { readRegularFile } from "../../read-file";
import { largestFile } from "../yaml/source-text";

/** What loading pool files needs of a file system. */
export interface PoolFileSystem {
  /**
   * What is at a path; `other`: a pipe, a socket, a device. `undefined`: nothing, or nothing that can be looked at.
   */
  readonly kindOf: (path: string) => "file" | "directory" | "other" | undefined;
  /** The names in a folder, in any order. */
  readonly listFolder: (path: string) => readonly string[];
  /** The content of a regular file. @throws Error whose message says why not, without the file's name */
  readonly readFile: (path: string) => Uint8Array;
  /**
   * Where a path leads, all links followed, also where nothing is there; `undefined` where a link leads nowhere. Left out
   * where there are no links.
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

/** The same, each question put once: many includes ask for the same folders. Contents are not kept. */
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

/** Also for a link that leads nowhere. */
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * The folders below which pool files are read: those of the files that were named. What a pool file includes, and what a
 * link among them leads to, may stand in a pull request of a stranger and is to open no other file.
 */
export class FileBoundary {
  /** As they are named, and where they really are. */
  readonly #folders: { readonly named: string; readonly real: string }[] = [];

  constructor(readonly fileSystem: PoolFileSystem) {}

  /** @param folder absolute */
  add(folder: string): void {
    this.#folders.push({ named: folder, real: this.#realPath(folder) ?? folder });
  }

  /**
   * Whether a path is below one of the folders, as it is written and where its links lead. What is outside as it is
   * written is not looked at: on Windows a look alone can log in to another machine.
   *
   * @param path absolute
   */
  holds(path: string): boolean {
    if (!this.#folders.some(({ named, real }) => isBelow(named, path) || isBelow(real, path))) return false;
    const found = this.#realPath(path);
    return found !== undefined && this.#folders.some(({ real }) => isBelow(real, found));
  }

  /** Where a path leads, to tell whether two are one. */
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
