import { posix, relative, resolve } from "node:path";
import type { PoolFileSystem } from "../../provider/pool-file/load/file-system";
import { formatFault } from "../../provider/pool-file/pool-file";
import { type LoadedPoolFiles, type LoadOptions, loadPoolFiles } from "../../provider/pool-file/load/load-pool-files";
import { UnreadableFile } from "../../provider/read-file";

export const cwd = resolve("/work-place");

/** Files that are only in memory, by their paths below {@link cwd}. */
export function memoryFiles(files: Readonly<Record<string, string | Uint8Array>>): PoolFileSystem {
  const names = Object.keys(files);
  const below = (path: string): string => relative(cwd, path).replaceAll("\\", "/");
  const inside = (folder: string): string[] =>
    names.filter((name) => folder === "" || name.startsWith(`${folder}/`)).map((name) => posix.relative(folder, name));
  return {
    kindOf: (path) => {
      if (names.includes(below(path))) return "file";
      return inside(below(path)).length > 0 ? "directory" : undefined;
    },
    listFolder: (path) => [...new Set(inside(below(path)).map((name) => name.split("/", 1)[0] ?? ""))],
    readFile: (path) => {
      const content = files[below(path)];
      if (content === undefined) throw new UnreadableFile("no such file");
      return typeof content === "string" ? new TextEncoder().encode(content) : content;
    },
  };
}

/** Loads files that are only in memory. */
export function load(
  files: Readonly<Record<string, string | Uint8Array>>,
  paths: readonly string[] = Object.keys(files),
  options: Partial<LoadOptions> = {},
): LoadedPoolFiles {
  return loadPoolFiles(paths, {
    cwd,
    env: {},
    secrets: "required",
    fileSystem: memoryFiles(files),
    ...options,
  });
}

/** The faults of one file `f.yaml`, as lines. */
export function faultsOf(text: string, options: Partial<LoadOptions> = {}): readonly string[] {
  return load({ "f.yaml": text }, ["f.yaml"], options).faults.map(formatFault);
}

/** A file with these pools. */
export function pools(...lines: readonly string[]): string {
  return ["version: 1", "pools:", ...lines.map((line) => `  ${line}`), ""].join("\n");
}
