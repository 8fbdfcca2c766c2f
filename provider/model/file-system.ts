import { readdirSync, readFileSync, statSync } from "node:fs";

/** What loading pool files needs of a file system. */
export interface PoolFileSystem {
  /** What is at a path; `undefined`: nothing, or nothing that can be looked at. */
  readonly kindOf: (path: string) => "file" | "directory" | undefined;
  /** The names in a folder, in any order. */
  readonly listFolder: (path: string) => readonly string[];
  readonly readFile: (path: string) => Uint8Array;
}

/** The file system of this machine. */
export const realFileSystem: PoolFileSystem = {
  kindOf: (path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) return "directory";
    return stats === undefined ? undefined : "file";
  },
  listFolder: (path) => readdirSync(path),
  readFile: (path) => readFileSync(path),
};
