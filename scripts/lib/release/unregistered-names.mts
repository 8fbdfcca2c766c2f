// Names in published files that are placeholders, or belong to others. A version with one of them is not released: readers install
// what these names have, and a stranger could register them.
import { execFileSync } from "node:child_process";

/** What to search for, as extended regular expressions, and what must be in its place. */
const names: readonly (readonly [pattern: string, needed: string])[] = [
  ["-OWNER-", "the owner of the repository on GitHub (first in provider/pulumi/package-schema/publication.ts)"],
  [
    "example\\.com/pulumi-iis",
    "a path of a Go module below your own host (provider/pulumi/package-schema/package-schema.ts)",
  ],
  [
    'basePackage"?: "com\\.pulumi"|com\\.pulumi[./]iis',
    "a Java group of your own, because com.pulumi belongs to Pulumi (provider/pulumi/package-schema/package-schema.ts)",
  ],
  [
    'rootNamespace"?: "Pulumi"|Pulumi\\.Iis',
    "a .NET namespace of your own, because Pulumi.* on NuGet belongs to Pulumi (provider/pulumi/package-schema/package-schema.ts)",
  ],
];

/** Tests and this rule contain them on purpose. */
const searched = [".", ":(exclude)test", ":(exclude)scripts/lib/release"];

/** What must be replaced, and below it the places in the files that git tracks, a line each. */
export function unregisteredNames(folder = "."): string[] {
  return names.flatMap(([pattern, needed]) => {
    const places = placesOf(pattern, folder);
    return places.length === 0 ? [] : [`- required: ${needed}`, ...places.map((place) => `  ${place}`)];
  });
}

/** A file each, with its lines: "docs/_index.md:111,112". */
function placesOf(pattern: string, folder: string): string[] {
  const lines = new Map<string, string[]>();
  for (const found of foundBy(pattern, folder)) {
    const [file = "", line = ""] = found.split(":");
    lines.set(file, [...(lines.get(file) ?? []), line]);
  }
  return [...lines].map(([file, numbers]) => `${file}:${numbers.join(",")}`);
}

/** Each as "file:line:text". git exits with 1 if there is none. */
function foundBy(pattern: string, cwd: string): string[] {
  const words = ["grep", "--line-number", "-I", "--extended-regexp", "-e", pattern, "--", ...searched];
  try {
    return execFileSync("git", words, { cwd, encoding: "utf8" }).trim().split("\n");
  } catch (error) {
    if ((error as { status?: unknown }).status === 1) return [];
    throw error;
  }
}
