// The file SHA256SUMS of a folder, in the format of `sha256sum --check`.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const name = "SHA256SUMS";

/** Writes the file for all other files of the folder; its folders are not entered. */
export function writeChecksums(folder: string): void {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile() && entry.name !== name);
  const lines = files.map((file) => `${digestOf(join(folder, file.name))}  ${file.name}\n`);
  writeFileSync(join(folder, name), lines.toSorted((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join(""));
}

/** The SHA-256 of a file of the folder, 64 lowercase hexadecimal digits. @throws if SHA256SUMS lacks the file */
export function checksumOf(folder: string, file: string): string {
  const lines = readFileSync(join(folder, name), "utf8").split("\n");
  const digest = lines.find((line) => line.slice(66) === file)?.slice(0, 64);
  if (digest === undefined) throw new Error(`${join(folder, name)} has no line for ${file}`);
  return digest;
}

function digestOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
