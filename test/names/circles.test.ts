import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";

const root = join(__dirname, "..", "..", "provider");

/** The files of provider/ that a file imports, also only for a type, late, or to pass on. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), "utf8"), true, true);
  const paths = importedFiles.flatMap(({ fileName }) =>
    fileName.startsWith(".") ? [posix.join(posix.dirname(file), fileName)] : [],
  );
  return [...new Set(paths.flatMap((path) => [`${path}.ts`, `${path}/index.ts`]))].filter((path) =>
    existsSync(join(root, path)),
  );
}

/** The sets of files of which each leads to all others: Tarjan's algorithm. */
function circlesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const open: string[] = [];
  const numbers = new Map<string, number>();
  const visit = (file: string): number => {
    const number = numbers.size;
    numbers.set(file, number);
    open.push(file);
    const imports = graph.get(file) ?? [];
    const lowest = imports.reduce((least, next) => {
      if (!numbers.has(next)) return Math.min(least, visit(next));
      return open.includes(next) ? Math.min(least, numbers.get(next)!) : least;
    }, number);
    if (lowest === number) {
      const circle = open.splice(open.indexOf(file));
      if (circle.length > 1 || imports.includes(file)) circles.push(circle.sort());
    }
    return lowest;
  };
  for (const file of graph.keys()) if (!numbers.has(file)) visit(file);
  return circles;
}

/** A verb loads its run-<verb>.ts late, which knows the verb's options by their types. */
const ofVerbs = [
  "cli/apply.ts, cli/plan.ts, cli/run-apply.ts, cli/run-plan.ts, cli/saved-plan.ts, cli/waves.ts",
  "cli/completion-scripts.ts, cli/completion.ts",
  "cli/doctor.ts, cli/run-doctor.ts",
  "cli/drift.ts, cli/run-drift.ts",
  "cli/explain.ts, cli/run-explain.ts",
  "cli/import.ts, cli/run-import.ts",
  "cli/lint.ts, cli/run-lint.ts",
  "cli/ps.ts, cli/run-ps.ts",
  "cli/recycle.ts, cli/run-recycle.ts",
  "cli/run-turn.ts, cli/start-pools.ts",
  "cli/run-validate.ts, cli/validate.ts",
];

test("no file of provider/ imports itself, not even by way of others or for a type", () => {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts"));
  const graph = new Map(files.map((file) => [file, importsOf(file)]));
  expect([...graph.values()].flat().length).toBeGreaterThan(1000);
  const circles = circlesOf(graph).map((circle) => circle.join(", "));
  expect(circles.filter((circle) => !ofVerbs.includes(circle))).toEqual([]);
});

test("a circle of types is found, and its way in is no part of it", () => {
  const graph = new Map([
    ["a", ["b"]],
    ["b", ["c"]],
    ["c", ["b", "d"]],
    ["d", []],
    ["e", ["e"]],
  ]);
  expect(circlesOf(graph)).toEqual([["b", "c"], ["e"]]);
});
