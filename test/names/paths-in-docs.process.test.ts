import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" })
  .trim()
  .split("\n");

/** Names with a slash that are no paths: packages, schemas, what is generated and not committed. */
const noPaths = /^(?:@|\.\/|pulumi-iis\/|iispools\.|sdk\/|dist\/|plugin\/bundle\/|coverage\/|artifacts\/)/;

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
  const text = proseOf(page);
  const inline = [...text.matchAll(/\]\(([^)\s]+)\)/g)];
  const references = [...text.matchAll(/^\[[^\]]+\]: (\S+)$/gm)];
  return [...inline, ...references].map(([, target = ""]) => target).filter((target) => !/^\w+:/.test(target));
}

/** The text of a page without its blocks of code, in which `#` begins a comment and `](` is no link. */
function proseOf(page: string): string {
  return readFileSync(page, "utf8").replace(/^( *)(```+)[^\n]*\n[^]*?^\1\2/gm, "");
}

/** The anchors that GitHub makes of the headings of a page; a heading that is there twice gets a number. */
function anchorsOf(page: string): string[] {
  const anchors = [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .replace(/\]\([^)]*\)/g, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
  return anchors.map((anchor, at) => {
    const before = anchors.slice(0, at).filter((earlier) => earlier === anchor).length;
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
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

/** What the npm package has. */
const packed = [
  ...(JSON.parse(readFileSync("package.json", "utf8")) as { readonly files: readonly string[] }).files,
  ...["package.json", "README.md", "LICENSE"],
];
const isPacked = (file: string): boolean => packed.some((part) => file === part || file.startsWith(`${part}/`));

test.each(pages.filter(isPacked))("every link of %s leads to a file of the npm package", (page) => {
  const targets = linksOf(page).map((link) => join(dirname(page), link.split("#")[0] ?? ""));
  expect(targets.filter((target) => !isPacked(target.replace(/\/$/, "")) && target !== dirname(page))).toEqual([]);
});

test("a link that leads nowhere is found, also one to a comment in a block of code", () => {
  const links = ["architecture.md", "architecture.md#floors", "no.md", "architecture.md#no"];
  expect(
    [...links, "administrators/schedules.md#poolsyaml"].map((link) => leadsNowhere("docs/README.md", link)),
  ).toEqual([false, false, true, true, true]);
});

test("every page that a program, a script or an example names exists", () => {
  const sources = files.filter(
    (file) => /\.(?:ts|mts|cjs|mjs|js|json|ya?ml|py|go|java)$/.test(file) && existsSync(file),
  );
  const named = sources.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/(?<![\w/])docs\/[\w./-]+\.(?:md|json|svg|png)(?:#[\w-]+)?/g)].map(
      ([page]) => [file, page] as const,
    ),
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(([, page]) => leadsNowhere("README.md", page))).toEqual([]);
});

test("docs/README.md leads to every page of docs, and the index names no page twice", () => {
  const inDocs = pages.filter((page) => page.startsWith("docs/") && page !== "docs/README.md");
  const linked = linksOf("docs/README.md")
    .filter((link) => link.endsWith(".md"))
    .map((link) => join("docs", link));
  expect(inDocs.filter((page) => !linked.includes(page))).toEqual([]);
  const rows = [...readFileSync("docs/README.md", "utf8").matchAll(/^\| \[[^\]]+\]\(([^)]+)\)/gm)].map(
    ([, page]) => page,
  );
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((page, at) => rows.indexOf(page) < at)).toEqual([]);
});
