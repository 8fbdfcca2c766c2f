// dist/licenses.txt: the packages whose code is in the bundles, and their licenses.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const separator = `\n${"-".repeat(80)}\n\n`;

/** What is read of the package.json of a package. */
interface Manifest {
  readonly version: string;
  readonly license?: string;
  /** As old packages have it. */
  readonly licenses?: readonly { readonly type: string }[];
  readonly author?: string | { readonly name: string };
}

/** Writes the licenses of the packages whose code is shipped, each once. */
export function writeLicenses(names: readonly string[], file: string): void {
  const licenses = [...new Set(names)].sort().map((name) => {
    const folder = join("node_modules", name);
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
    const { version, author, licenses: several = [] } = manifest;
    const license = manifest.license ?? several.map(({ type }) => type).join(" OR ");
    const text = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    const by = typeof author === "object" ? author.name : String(author);
    const terms = text === undefined ? `by ${by}` : readFileSync(join(folder, text), "utf8").trim();
    return `${name} ${version}, ${license}\n\n${terms}\n`;
  });
  writeFileSync(file, licenses.join(separator));
}

/** The packages whose licenses a file has, each as "name@version". */
export function licensedPackages(file: string): string[] {
  return readFileSync(file, "utf8")
    .split(separator)
    .map((license) => /^(\S+) (\S+), /.exec(license) ?? [])
    .map(([, name = "", version = ""]) => `${name}@${version}`);
}
