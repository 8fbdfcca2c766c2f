// Whether the package.json of the project and of the policy pack say the same of the project as what is published besides.
import { readFileSync } from "node:fs";
import { keywords, projectPage } from "#dist/provider/pulumi/package-schema/publication.js";

const links = { homepage: `${projectPage}#readme`, bugs: { url: `${projectPage}/issues` } };
const repository = { type: "git", url: `git+${projectPage}.git` };

/** The fields that follow from it. */
const expected: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "package.json": { ...links, repository, keywords },
  "policies/package.json": { ...links, repository: { ...repository, directory: "policies" } },
};

/** What they say otherwise, a line each. */
export function wrongLinks(): string[] {
  return Object.entries(expected).flatMap(([file, fields]) => {
    const manifest = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    return Object.entries(fields)
      .filter(([field, value]) => JSON.stringify(manifest[field]) !== JSON.stringify(value))
      .map(([field, value]) => `${file}: ${field} must be ${JSON.stringify(value)}`);
  });
}
