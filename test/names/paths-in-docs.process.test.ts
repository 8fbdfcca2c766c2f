import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" })
  .trim()
  .split("\n");

/** Names with a slash that are no paths: packages, schemas, what is generated and not committed. */
const noPaths = /^(?:@|\.\/|pulumi-iis\/|iispools\.|sdk\/|dist\/|plugin\/bundle\/|coverage\/)/;

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

test.each(["docs/architecture.md", "CONTRIBUTING.md", "docs/contributors/evidence.md"])(
  "every file and folder that %s names exists",
  (page) => {
    const paths = pathsIn(page);
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter((path) => !exists(path))).toEqual([]);
  },
);

/** The links of a page to files of the project, and to headings in them. */
function linksOf(page: string): string[] {
  const text = readFileSync(page, "utf8").replace(/```[\s\S]*?```/g, "");
  const inline = [...text.matchAll(/\]\(([^)\s]+)\)/g)];
  const references = [...text.matchAll(/^\[[^\]]+\]: (\S+)$/gm)];
  return [...inline, ...references].map(([, target = ""]) => target).filter((target) => !/^\w+:/.test(target));
}

/** The anchors that GitHub makes of the headings of a page. */
function anchorsOf(page: string): string[] {
  return [...readFileSync(page, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function leadsNowhere(page: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : join(dirname(page), path);
  return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
}

const pages = files.filter((file) => file.endsWith(".md") && existsSync(file));

test.each(pages)("every link of %s leads to a file or heading of the project", (page) => {
  expect(linksOf(page).filter((link) => leadsNowhere(page, link))).toEqual([]);
});

test("a link that leads nowhere is found", () => {
  expect(
    ["architecture.md", "architecture.md#floors", "no.md", "architecture.md#no"].map((link) =>
      leadsNowhere("docs/README.md", link),
    ),
  ).toEqual([false, false, true, true]);
});
