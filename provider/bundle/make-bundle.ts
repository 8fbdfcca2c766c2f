import { dirname, relative, resolve, sep } from "node:path";
import { type Environment, noSecretsInFiles } from "../env-reference";
import type { FileFault } from "../errors";
import { type PoolFileSystem, realFileSystem } from "../pool-file/load/file-system";
import { type LoadedPoolFiles, loadPoolFiles } from "../pool-file/load/load-pool-files";
import { formatFault, type PoolFiles } from "../pool-file/pool-file";
import { findAttribute } from "../settings/app-pool-attributes";
import { below, joinPath } from "../text";
import { bundleFileSystem } from "./file-system";
import { type BundlePayload, isBundledPath } from "./payload";

/** Pool files, read for a bundle. */
interface ReadForBundle {
  readonly payload: BundlePayload;
  /** What they declare, with the places in the files on the disk. */
  readonly files: PoolFiles;
}

/** Where files are read, and when. */
interface Reading {
  readonly cwd: string;
  readonly env: Environment;
  readonly now: Date;
}

/**
 * Reads pool files and all that they include, for a bundle. Their paths in it are relative to `cwd`, or to the folder that they
 * share if not all are below that.
 *
 * @param paths files, folders and patterns, relative to `cwd`
 * @returns the content, or every fault, also of what cannot be loaded from a bundle, such as an include with an absolute path
 */
export function readForBundle(
  paths: readonly string[],
  { cwd, env, now }: Reading,
): ReadForBundle | { readonly faults: readonly FileFault[] } {
  const texts = new Map<string, string>();
  const { readFile: read } = realFileSystem;
  const recording: PoolFileSystem = {
    ...realFileSystem,
    readFile: (path) => {
      const bytes = read(path);
      texts.set(path, Buffer.from(bytes).toString("utf8"));
      return bytes;
    },
  };
  const { files, faults } = loadPoolFiles(paths, { cwd, env, secrets: "may be missing", fileSystem: recording });
  if (faults.length > 0) return { faults };
  const root = sharedFolder(resolve(cwd), [...texts.keys()]);
  const bundled = [...texts].map(([path, text]) => ({ path: relative(root, path).split(sep).join("/"), text }));
  const unfit = bundled.filter(({ path }) => !isBundledPath(path));
  if (unfit.length > 0) {
    const message = "cannot be in a bundle: servers can have no : or \\ in a name; rename it";
    return { faults: unfit.map(({ path }) => ({ path: "", message, position: { file: path, line: 1, column: 1 } })) };
  }
  const payload = { made: now.toISOString(), files: bundled };
  const { faults: inBundle } = loadBundle(payload, env);
  return inBundle.length > 0 ? { faults: inBundle } : { payload, files };
}

/** A fault for each secret in plain text: a bundle is copied to every server. */
export function plainSecrets({ pools, defaults }: Pick<PoolFiles, "pools" | "defaults">): FileFault[] {
  const faults = [...defaults, ...pools].flatMap(({ name, settings, secretNames, positions, node }) =>
    Object.keys(settings)
      .filter((path) => findAttribute(path)?.secret === true && !Object.hasOwn(secretNames, path))
      .map((path) => ({
        path: name === "" ? path : below(joinPath("pools", name), path),
        message: noSecretsInFiles(),
        position: positions[path] ?? node.position,
      })),
  );
  return [...new Map(faults.map((fault) => [formatFault(fault), fault])).values()];
}

/** The first of a folder and those above it that has all files below it. */
function sharedFolder(folder: string, files: readonly string[]): string {
  return files.every((file) => !relative(folder, file).startsWith("..")) || dirname(folder) === folder
    ? folder
    : sharedFolder(dirname(folder), files);
}

/** What the pool files of a bundle declare; variables of secrets may be missing. */
export function loadBundle({ files }: BundlePayload, env: Environment): LoadedPoolFiles {
  const cwd = resolve("/");
  const names = files.map(({ path }) => path);
  return loadPoolFiles(names, { cwd, env, secrets: "may be missing", fileSystem: bundleFileSystem({ files }, cwd) });
}
