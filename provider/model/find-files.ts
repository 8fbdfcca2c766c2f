import { join, normalize, parse, sep } from "node:path";
import type { PoolFileSystem } from "./file-system";

const poolFileName = /\.ya?ml$/i;

/** The files that a path stands for, or why there is none. */
export type Found = { readonly files: readonly string[] } | { readonly problem: string };

/**
 * The pool files that a path or pattern stands for, sorted. A folder stands for its `*.yaml` and `*.yml`, folders in it
 * left out; in a pattern `*` and `?` stand for characters of one name, as no shell expands them on Windows.
 *
 * @param absolute turns a path as written into one that the file system takes
 */
export function findFiles(path: string, absolute: (path: string) => string, fileSystem: PoolFileSystem): Found {
  try {
    const kind = fileSystem.kindOf(absolute(path));
    if (kind === "file") return { files: [normalize(path)] };
    if (kind === "directory")
      return nonEmpty(yamlFilesOf(path, absolute, fileSystem), `the folder ${path} has no *.yaml`);
    if (!/[*?]/.test(path)) return { problem: `there is no file or folder ${path}` };
    if (path.includes("**")) return { problem: `${path}: ** is not known here; name the folders` };
    const matches = expand(path, absolute, fileSystem);
    return nonEmpty(matches, `no file matches ${path}`);
  } catch (error) {
    return { problem: `${path} cannot be read: ${codeOf(error)}` };
  }
}

/** The file system's short word for what went wrong, for example `EACCES`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

function nonEmpty(files: readonly string[], problem: string): Found {
  return files.length === 0 ? { problem } : { files };
}

function yamlFilesOf(
  folder: string,
  absolute: (path: string) => string,
  fileSystem: PoolFileSystem,
): readonly string[] {
  return [...fileSystem.listFolder(absolute(folder))]
    .filter((name) => poolFileName.test(name) && !name.startsWith("."))
    .sort()
    .map((name) => join(folder, name))
    .filter((file) => fileSystem.kindOf(absolute(file)) === "file");
}

function expand(pattern: string, absolute: (path: string) => string, fileSystem: PoolFileSystem): readonly string[] {
  const { root } = parse(pattern);
  const steps = pattern.slice(root.length).split(sep === "\\" ? /[\\/]+/ : /\/+/);
  let found: readonly string[] = [root];
  for (const step of steps) {
    found = found.flatMap((folder) => {
      if (!/[*?]/.test(step)) return [join(folder, step)];
      if (fileSystem.kindOf(absolute(folder === "" ? "." : folder)) !== "directory") return [];
      const names = fileSystem.listFolder(absolute(folder === "" ? "." : folder));
      return [...names]
        .filter((name) => matches(step, name))
        .sort()
        .map((name) => join(folder, name));
    });
  }
  return found.filter((file) => fileSystem.kindOf(absolute(file)) === "file");
}

function matches(pattern: string, name: string): boolean {
  if (name.startsWith(".") && !pattern.startsWith(".")) return false;
  const source = pattern.replace(/[^*?]/g, "\\$&").replace(/\*+/g, ".*").replace(/\?/g, ".");
  return new RegExp(`^${source.replace(/\\([\p{L}\p{N}_-])/gu, "$1")}$`, "su").test(name);
}
