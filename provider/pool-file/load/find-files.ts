import { dirname, join, normalize, parse, sep } from "node:path";
import { matchesWildcards } from "../../names";
import { describeSystemError, systemErrorCode } from "../../read-file";
import { FileBoundary, type PoolFileSystem } from "./file-system";

const poolFileName = /\.ya?ml$/i;
const wildcard = /[*?]/;

/** The files of a path, or why there are none. */
export type Found = { readonly files: readonly string[] } | { readonly problem: string };

/** Where to search for files. */
export interface SearchContext {
  readonly fileSystem: PoolFileSystem;
  /** Turns a path as written into one that the file system accepts. */
  readonly absolute: (path: string) => string;
}

/**
 * The pool files of a path or pattern that a user named, sorted. A folder stands for its `*.yaml` and `*.yml`, without
 * subfolders. In a pattern `*` and `?` stand for characters of one name, because no shell expands them on Windows. A
 * link must not lead out of the named folder, or that of the file.
 *
 * @param boundary receives that folder
 */
export function findNamedFiles(path: string, context: SearchContext, boundary: FileBoundary): Found {
  return found(path, () => {
    const { fileSystem, absolute } = context;
    const kind = fileSystem.kindOf(absolute(path));
    const isPattern = kind === undefined && wildcard.test(path);
    const named = isPattern ? splitPattern(path).folder : path;
    const own = new FileBoundary(fileSystem);
    own.add(dirname(absolute(named)));
    if (!own.holds(absolute(named)))
      return { problem: `${named} is a link out of its folder; use the path that it leads to` };
    const folder = kind === "directory" || isPattern ? absolute(named) : dirname(absolute(named));
    const below = new FileBoundary(fileSystem);
    below.add(folder);
    boundary.add(folder);
    return kind === "file" ? { files: [normalize(path)] } : filesAt(path, kind, context, below);
  });
}

/**
 * The pool files of an `include`: `*.yaml` and `*.yml` inside the boundary. Nothing is shown of files outside, not even
 * whether they exist.
 */
export function findIncludedFiles(path: string, context: SearchContext, boundary: FileBoundary): Found {
  return found(path, () => {
    const { fileSystem, absolute } = context;
    if (!boundary.holds(absolute(splitPattern(path).folder))) return { problem: outside(path) };
    const kind = fileSystem.kindOf(absolute(path));
    if (kind !== undefined && !boundary.holds(absolute(path))) return { problem: outside(path) };
    if (kind === "file") {
      const isPoolFile = poolFileName.test(path) && poolFileName.test(boundary.placeOf(absolute(path)));
      return isPoolFile ? { files: [normalize(path)] } : { problem: `${path} is not a *.yaml or *.yml file` };
    }
    return filesAt(path, kind, context, boundary);
  });
}

/** The files of a folder or pattern. */
function filesAt(
  path: string,
  kind: ReturnType<PoolFileSystem["kindOf"]>,
  context: SearchContext,
  boundary: FileBoundary,
): Found {
  if (kind === "other") return { problem: `${path} is a pipe or device, not a regular file` };
  const { steps } = splitPattern(path);
  if (kind === undefined && steps.length === 0) return { problem: `there is no file or folder ${path}` };
  if (kind === undefined && path.includes("**")) return { problem: `${path}: ** is not supported; name the folders` };
  const entries = kind === "directory" ? listPoolFiles(path, context) : expand(path, context, boundary);
  const outsideFile = entries.find((entry) => !boundary.holds(context.absolute(entry)));
  if (outsideFile !== undefined) return { problem: outside(outsideFile) };
  const files = entries.filter(
    (file) =>
      context.fileSystem.kindOf(context.absolute(file)) === "file" &&
      poolFileName.test(boundary.placeOf(context.absolute(file))),
  );
  if (files.length > 0) return { files };
  if (kind === "directory") return { problem: `the folder ${path} has no *.yaml` };
  return { problem: `no file matches ${path}${entries.length > 0 ? " and is named *.yaml or *.yml" : ""}` };
}

function outside(path: string): string {
  return `${path} is outside the folder of the file that was named, or a link out of it; move it there, or name it too`;
}

function found(path: string, find: () => Found): Found {
  try {
    return find();
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    return { problem: `${path} cannot be read: ${describeSystemError(code)}` };
  }
}

function listPoolFiles(folder: string, { absolute, fileSystem }: SearchContext): readonly string[] {
  return [...fileSystem.listFolder(absolute(folder))]
    .filter((name) => poolFileName.test(name) && !name.startsWith("."))
    .sort()
    .map((name) => join(folder, name));
}

/** A pattern's folder, up to the first wildcard, and the steps below it; no steps if it has no wildcard. */
function splitPattern(pattern: string): { readonly folder: string; readonly steps: readonly string[] } {
  const { root } = parse(pattern);
  const steps = pattern.slice(root.length).split(sep === "\\" ? /[\\/]+/ : /\/+/);
  const first = steps.findIndex((step) => wildcard.test(step));
  return first < 0
    ? { folder: pattern, steps: [] }
    : { folder: join(root, ...steps.slice(0, first)), steps: steps.slice(first) };
}

/** The matches, each place once, even if several links lead to it. Folders outside the boundary are not read. */
function expand(pattern: string, { absolute, fileSystem }: SearchContext, boundary: FileBoundary): readonly string[] {
  const { folder: start, steps } = splitPattern(pattern);
  return steps.reduce<readonly string[]>(
    (folders, step) => {
      const entries = folders.flatMap((folder) => {
        if (!boundary.holds(absolute(folder))) return [folder];
        if (!wildcard.test(step)) return [join(folder, step)];
        if (fileSystem.kindOf(absolute(folder)) !== "directory") return [];
        return [...fileSystem.listFolder(absolute(folder))]
          .filter((name) => matchesName(step, name))
          .sort()
          .map((name) => join(folder, name));
      });
      const places = new Map<string, string>();
      for (const entry of entries) {
        const place = boundary.placeOf(absolute(entry));
        if (!places.has(place)) places.set(place, entry);
      }
      return [...places.values()];
    },
    [start],
  );
}

function matchesName(pattern: string, name: string): boolean {
  return (pattern.startsWith(".") || !name.startsWith(".")) && matchesWildcards(pattern, name);
}
