import { homedir } from "node:os";
import { isAbsolute, relative } from "node:path";

const home = /^~(?=[\\/])/;

/** Whether a path of a connection begins with the home folder: `~/`. */
export function isInHome(path: string): boolean {
  return home.test(path);
}

/** A path of a connection with the home folder in place of `~`. */
export function expandHome(path: string): string {
  return path.replace(home, () => homedir());
}

/** The fields of a connection with the paths of its key and host keys relative to a folder, if they are below it. */
export function pathsFromFolder<T extends Readonly<Record<string, unknown>>>(connection: T, folder: string): T {
  const changed = ["privateKeyFile", "knownHosts", "proxy"].flatMap((key): [string, unknown][] => {
    const value = connection[key];
    if (typeof value === "object" && value !== null) {
      return [[key, pathsFromFolder(value as Readonly<Record<string, unknown>>, folder)]];
    }
    if (typeof value !== "string" || !isAbsolute(value)) return [];
    const path = relative(folder, value);
    return path.startsWith("..") || isAbsolute(path) ? [] : [[key, path]];
  });
  return { ...connection, ...Object.fromEntries(changed) };
}
