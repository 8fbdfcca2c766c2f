import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The digest of the code of all files of a bundle, whose folder has nothing else that is code: eight hexadecimal digits. */
export function digestOf(folder: string): string {
  const digest = createHash("sha256");
  // In one order, whatever the order is in which they were found.
  const files = readdirSync(folder).filter((file) => file.endsWith(".cjs"));
  for (const file of files.sort()) digest.update(readFileSync(join(folder, file)));
  return digest.digest("hex").slice(0, 8);
}
