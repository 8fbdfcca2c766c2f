import { homedir } from "node:os";

const home = /^~(?=[\\/])/;

/** Whether a path of a connection begins with the home folder: `~/`. */
export function isInHome(path: string): boolean {
  return home.test(path);
}

/** A path of a connection with the home folder in place of `~`. */
export function expandHome(path: string): string {
  return path.replace(home, () => homedir());
}
