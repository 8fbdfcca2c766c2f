import { join } from "node:path";
import * as ts from "typescript";

/** What an editor knows of a program. */
export interface Editor {
  /** What stands in the hover over the last letter of the text's first occurrence: sentences, and tags with their names. */
  hover(text: string): string;
  /** What is wrong with the program: its syntax and its types. */
  faults(): readonly string[];
  /** The lines of the program in which something is wrong with the types. */
  faultyLines(): readonly string[];
}

/** An editor on a program in test/pulumi. @param changed sources of this project that are other, by their paths */
export function editorOn(program: string, changed: Readonly<Record<string, string>> = {}): Editor {
  const root = join(__dirname, "..");
  const file = join(root, "test", "pulumi", "hover-program.ts");
  const texts = new Map([
    [file, program],
    ...Object.entries(changed).map(([path, text]) => [join(root, path), text] as const),
  ]);
  const options: ts.CompilerOptions = {
    ...{ strict: true, declaration: true, exactOptionalPropertyTypes: true, types: ["node"] },
    ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.Node16, lib: ["lib.esnext.d.ts"] },
    moduleResolution: ts.ModuleResolutionKind.Node16,
  };
  const read = (path: string): string | undefined => texts.get(path) ?? ts.sys.readFile(path);
  const service = ts.createLanguageService({
    readFile: read,
    directoryExists: (name) => ts.sys.directoryExists(name),
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const content = read(name);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    fileExists: (name) => texts.has(name) || ts.sys.fileExists(name),
    getDefaultLibFileName: (given) => ts.getDefaultLibFilePath(given),
    getCurrentDirectory: () => join(root, "test", "pulumi"),
  });
  return {
    hover: (text) => {
      const info = service.getQuickInfoAtPosition(file, program.indexOf(text) + text.length - 1);
      const tags = (info?.tags ?? []).map((tag) => `@${tag.name} ${ts.displayPartsToString(tag.text)}`);
      return [ts.displayPartsToString(info?.documentation), ...tags].join("\n");
    },
    faults: () =>
      [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)].map(({ messageText }) =>
        ts.flattenDiagnosticMessageText(messageText, "\n"),
      ),
    faultyLines: () => {
      const faulty = new Set(
        service.getSemanticDiagnostics(file).map(({ start = 0 }) => program.slice(0, start).split("\n").length - 1),
      );
      return program.split("\n").filter((_, line) => faulty.has(line));
    },
  };
}
