import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";

/** A place in this project's cache, `~/.cache/pulumi-iis` or below `XDG_CACHE_HOME`. */
function cachePlace(name: string): string {
  // The XDG rule: a relative value is to be ignored.
  const xdg = process.env["XDG_CACHE_HOME"] ?? "";
  return join(isAbsolute(xdg) ? xdg : join(homedir(), ".cache"), "pulumi-iis", name);
}

/**
 * A folder of the cache, made once. It appears complete or not at all; of two who make it at once, the first one's stays.
 *
 * @param name with slashes between folders.
 * @param make fills the empty folder that it is given.
 */
export async function cachedFolder(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const place = cachePlace(name);
  if (existsSync(place)) return place;
  mkdirSync(dirname(place), { recursive: true });
  const temporary = mkdtempSync(`${place}.tmp-`);
  try {
    await make(temporary);
    renameSync(temporary, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return place;
}
