// Whether package.json says the same of the project as what is published besides.
import { readFileSync } from "node:fs";
import { keywords, projectPage } from "#dist/provider/pulumi/package-schema/publication.js";

/** The fields of package.json that follow from it. */
const expected: Readonly<Record<string, unknown>> = {
  homepage: `${projectPage}#readme`,
  bugs: { url: `${projectPage}/issues` },
  repository: { type: "git", url: `git+${projectPage}.git` },
  keywords,
};

/** What package.json says otherwise, a line each. */
export function wrongLinks(file = "package.json"): string[] {
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  return Object.entries(expected)
    .filter(([field, value]) => JSON.stringify(manifest[field]) !== JSON.stringify(value))
    .map(([field, value]) => `package.json: ${field} must be ${JSON.stringify(value)}`);
}
