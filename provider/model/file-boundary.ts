import { isAbsolute, relative, sep } from "node:path";
import type { PoolFileSystem } from "./file-system";

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
