import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";

const root = join(__dirname, "..");
const page = readFileSync(join(root, "SECURITY.md"), "utf8");

interface Reference {
  readonly file: string;
  readonly title: string;
}

/** The tests that a text names: `test/file.test.ts`: "title", "title". */
function referencesIn(text: string): Reference[] {
  return [...text.matchAll(/`(test\/[^`]+)`: ((?:"[^"]+"(?:, )?)+)/g)].flatMap(([, file = "", titles = ""]) =>
    [...titles.matchAll(/"([^"]+)"/g)].map(([, title = ""]) => ({ file, title })),
  );
}

/** Whether that is called to declare a test or a group: `it`, `test.each(…)`, `describeWithSshd`, `onPosix`. */
function isTest(callee: string): boolean {
  return /^(?:it|test|describe\w*|on[A-Z]\w*|\(.*\? it)\b/s.test(callee);
}

/** The titles of the tests of a file, and of their groups. */
function titlesOf(file: string): Set<string> {
  const path = join(root, file);
  if (!existsSync(path)) return new Set();
  const titles = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTest(node.expression.getText())) {
      const [title] = node.arguments;
      if (title !== undefined && ts.isStringLiteralLike(title)) titles.add(title.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true));
  return titles;
}

function missing(references: readonly Reference[]): Reference[] {
  return references.filter(({ file, title }) => !titlesOf(file).has(title));
}

describe("SECURITY.md", () => {
  const [, promises = ""] = page.split(/^## What is promised$/m);
  const items = promises.split(/^## /m)[0]!.split(/^- /m).slice(1);

  it("names tests that there are", () => {
    expect(missing(referencesIn(page))).toEqual([]);
    const invented = referencesIn('`test/security-page.test.ts`: "no such test", "names tests that there are"');
    expect(missing(invented)).toEqual([{ file: "test/security-page.test.ts", title: "no such test" }]);
    expect(missing([{ file: "test/none.test.ts", title: "x" }])).toHaveLength(1);
  });

  it("names a test for each promise", () => {
    expect(items.length).toBeGreaterThan(20);
    expect(items.filter((item) => referencesIn(item).length === 0)).toEqual([]);
  });

  it("leaves no test out that stands in quotes", () => {
    const files = [...page.matchAll(/`test\/[^`]+`/g)];
    const read = new Set(referencesIn(page).map(({ file }) => file));
    expect(new Set(files.map(([file]) => file.slice(1, -1)))).toEqual(read);
  });

  it("is in the package, and README.md leads to it", () => {
    const { files } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { files: string[] };
    expect(files).toContain("SECURITY.md");
    expect(readFileSync(join(root, "README.md"), "utf8")).toContain("(SECURITY.md)");
  });
});
