// Where the project is published: the one place for its address, which package.json repeats.
import { readFileSync } from "node:fs";

/** A placeholder until the project has a public repository. */
const projectPage = "https://github.com/OWNER/pulumi-iis";

/** The fields of package.json that follow from the address. */
const expected: Readonly<Record<string, unknown>> = {
  homepage: `${projectPage}#readme`,
  bugs: { url: `${projectPage}/issues` },
  repository: { type: "git", url: `git+${projectPage}.git` },
};

/** What package.json says otherwise, a line each. */
export function wrongLinks(file = "package.json"): string[] {
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  return Object.entries(expected)
    .filter(([field, value]) => JSON.stringify(manifest[field]) !== JSON.stringify(value))
    .map(([field, value]) => `package.json: ${field} must be ${JSON.stringify(value)}`);
}
