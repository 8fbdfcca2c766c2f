import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const programs = ["wine", "wineserver", "x86_64-w64-mingw32-gcc", "osslsigncode"];
const command = "apt-get install -y --no-install-recommends wine wine64 gcc-mingw-w64-x86-64 osslsigncode";

const folders = (process.env["PATH"] ?? "").split(delimiter);
const missing = programs.filter((program) => !folders.some((folder) => existsSync(join(folder, program))));

/** A `describe` for what runs under Wine. Where that or the compiler is missing, the name says what brings it. */
export function describeOnWine(name: string, body: () => void): void {
  if (missing.length === 0) describe(name, body);
  else describe.skip(`${name} (needs ${missing.join(", ")}: ${command})`, body);
}
