import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" })
  .trim()
  .split("\n");

/** Names with a slash that are no paths: packages, schemas, what is generated and not committed. */
const noPaths = /^(?:@|\.\/|pulumi-iis\/|iispools\.|sdk\/|dist\/|plugin\/bundle\/)/;

/** The paths of files and folders that a page has in backticks. */
function pathsIn(page: string): string[] {
  const code = [...readFileSync(page, "utf8").matchAll(/`([^`\s<>*{}$()|="]+)`/g)].map(([, text = ""]) => text);
  return [...new Set(code)].filter((text) => /\/|\.(?:ts|mjs|js|json|md|xml)$/.test(text) && !noPaths.test(text));
}

/** Whether a file has the path, or is in the folder; parts before it may be left out: `plan/diff.ts`. */
function exists(path: string): boolean {
  const part = `/${path.replace(/\/$/, "")}`;
  return files.some((file) => `/${file}`.endsWith(part) || `/${file}`.includes(`${part}/`));
}

test.each(["docs/architecture.md", "CONTRIBUTING.md"])("every file and folder that %s names exists", (page) => {
  const paths = pathsIn(page);
  expect(paths.length).toBeGreaterThan(5);
  expect(paths.filter((path) => !exists(path))).toEqual([]);
});
