import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..", "..");
const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).filter((file) =>
  /\.(md|json)$/.test(file),
);
const pages = ["README.md", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md", "schema.json"]
  .concat(docs.map((file) => join("docs", file)))
  .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));

/** What a page holds of a pattern, each with the page's name and the line. */
function found(pattern: RegExp, read: (text: string) => string = (text) => text): string[] {
  return pages.flatMap(({ file, text }) =>
    read(text)
      .split("\n")
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1} ${line}`] : [])),
  );
}

/** The page without blocks and spans of code, in which Markdown leaves a backslash as it is; lines stay where they are. */
function prose(text: string): string {
  const withoutBlocks = text.replace(/^( *)(```+)[^\n]*\n[\s\S]*?^\1\2/gm, (block) => block.replace(/[^\n]/g, ""));
  return withoutBlocks.replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, (span) => span.replace(/[^\n]/g, ""));
}

describe("a backslash of a page is one that its readers see", () => {
  it("is not lost before the name of a pool's account", () => {
    expect(found(/IIS AppPool(?!\\)/)).toEqual([]);
    expect(found(/IIS AppPool\\/)).not.toEqual([]);
  });

  it("did not become a control character", () => {
    expect(found(/[\u0000-\u0008\u000b-\u001f\u007f]/)).toEqual([]);
  });

  it("is not taken for an escape by Markdown", () => {
    const markdown = (text: string): string => (text.startsWith("{") ? "" : prose(text));
    expect(found(/\\[!-/:-@[-`{-~]/, markdown)).toEqual([]);
  });
});
