import { posix, relative, resolve, sep } from "node:path";
import type { PoolFileSystem } from "../pool-file/load/file-system";
import { UnreadableFile } from "../read-file";
import type { BundlePayload } from "./payload";

/** A file system that has the files of a bundle below a folder, and nothing else. @param root absolute */
export function bundleFileSystem({ files }: Pick<BundlePayload, "files">, root: string): PoolFileSystem {
  const contents = new Map(files.map(({ path, text }) => [path, text]));
  const folders = new Map<string, Set<string>>([["", new Set()]]);
  for (const { path } of files) {
    for (let at = path; at !== ""; at = folderOf(at)) {
      const names = folders.get(folderOf(at)) ?? new Set();
      folders.set(folderOf(at), names.add(posix.basename(at)));
    }
  }
  const placeOf = (path: string): string => relative(root, resolve(root, path)).split(sep).join("/");
  return {
    kindOf: (path) => {
      const place = placeOf(path);
      return contents.has(place) ? "file" : folders.has(place) ? "directory" : undefined;
    },
    listFolder: (path) => [...(folders.get(placeOf(path)) ?? [])],
    readFile: (path) => {
      const text = contents.get(placeOf(path));
      if (text === undefined) throw new UnreadableFile("is not in the bundle");
      return Buffer.from(text, "utf8");
    },
  };
}

function folderOf(path: string): string {
  return path.includes("/") ? posix.dirname(path) : "";
}
