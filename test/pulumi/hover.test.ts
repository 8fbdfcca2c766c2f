import { join } from "node:path";
import * as ts from "typescript";
import { settingAttributes } from "../../provider/schema/app-pool-attributes";

const file = join(__dirname, "hover-program.ts");

/** A program that names every setting once, as a user would write it. */
function program(): string {
  const properties = settingAttributes.map(({ path }) => `args.${path.split(".").join("!.")};`);
  return `import type { AppPoolSettings } from "../../provider";\ndeclare const args: AppPoolSettings;\n${properties.join("\n")}\n`;
}

function service(text: string): ts.LanguageService {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: [],
  };
  return ts.createLanguageService({
    readFile: (name) => ts.sys.readFile(name),
    directoryExists: (name) => ts.sys.directoryExists(name),
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const content = name === file ? text : ts.sys.readFile(name);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    getDefaultLibFileName: (given) => ts.getDefaultLibFilePath(given),
    getCurrentDirectory: () => __dirname,
  });
}

describe("an editor's hover over a property of AppPool", () => {
  it("gives its sentence, its default per version and the vendor's page, for every setting", () => {
    const text = program();
    const editor = service(text);
    const bare = settingAttributes.filter(({ path, doc, link }) => {
      const line = `args.${path.split(".").join("!.")};`;
      const info = editor.getQuickInfoAtPosition(file, text.indexOf(line) + line.length - 2);
      const hover = [
        ts.displayPartsToString(info?.documentation),
        ...(info?.tags ?? []).map((tag) => `@${tag.name} ${ts.displayPartsToString(tag.text)}`),
      ].join("\n");
      return !hover.includes(doc) || !hover.includes("@default") || !hover.includes(link);
    });
    expect(bare.map(({ path }) => path)).toEqual([]);
  });

  it("reaches the arguments of the resource, whose values may be outputs", () => {
    const text = `import { type AppPoolArgs } from "../../provider";\ndeclare const args: AppPoolArgs;\nargs.queueLength;\n`;
    const info = service(text).getQuickInfoAtPosition(file, text.indexOf("queueLength") + 3);
    expect(ts.displayPartsToString(info?.documentation)).toContain("10");
    expect(info?.tags?.map(({ name }) => name)).toContain("default");
  });
});
