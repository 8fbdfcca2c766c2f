import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = join(__dirname, "..", "..", "provider");

/** The names that a file declares and exports; what it only passes on is not among them. */
function exportedNames(text: string): string[] {
  const { statements } = ts.createSourceFile("file.ts", text, ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
    if (!isExported) return [];
    const declared = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement];
    return declared.flatMap((one) => {
      const name = ts.getNameOfDeclaration(one as ts.Declaration);
      return name !== undefined && ts.isIdentifier(name) ? [name.text] : [];
    });
  });
}

test("a name is exported by one file of provider/ only", () => {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const exported = files.flatMap((file) =>
    // An overloaded function has several declarations.
    [...new Set(exportedNames(readFileSync(join(root, file), "utf8")))].map((name) => ({ name, file })),
  );
  expect(exported.length).toBeGreaterThan(1000);
  const byName = [...Map.groupBy(exported, ({ name }) => name)];
  const twins = byName.filter(([, all]) => all.length > 1);
  expect(twins.map(([name, all]) => `${name}: ${all.map(({ file }) => file).join(", ")}`)).toEqual([]);
});
