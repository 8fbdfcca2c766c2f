import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Every file below the folder, as one text. */
export function filesBelow(folder: string): string {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => (statSync(path).isDirectory() ? filesBelow(path) : readFileSync(path, "latin1")))
    .join("\n");
}
