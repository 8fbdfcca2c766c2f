// Faults for the tests to detect: Stryker changes the lines of lines.json, one small change at a time, and runs the unit tests that
// reach it. CONTRIBUTING.md says how to run it.
import { globSync, readFileSync } from "node:fs";

const source = globSync("provider/**/*.ts").flatMap((file) =>
  readFileSync(file, "utf8")
    .split("\n")
    .map((line, index) => ({ line: line.trim(), range: `${file}:${index + 1}-${index + 1}` })),
);

/** The place of a line, found by its text: the line may move, but it is in one place. */
function rangeOf(line) {
  const found = source.filter((one) => one.line === line);
  if (found.length !== 1) throw new Error(`test/mutants/lines.json: ${found.length} times in provider/: ${line}`);
  return found[0].range;
}

export default {
  mutate: JSON.parse(readFileSync("test/mutants/lines.json", "utf8")).map(rangeOf),
  mutator: { excludedMutations: ["StringLiteral", "Regex", "ObjectLiteral", "ArrayDeclaration"] },
  testRunner: "jest",
  jest: { configFile: "test/mutants/jest.config.cjs" },
  coverageAnalysis: "perTest",
  ignoreStatic: true,
  disableTypeChecks: false,
  // Otherwise it imports TypeScript, which is not beside it if npx has fetched it. tsconfig.json has no paths for it to change.
  tsconfigFile: "none",
  concurrency: 2,
  dryRunTimeoutMinutes: 30,
  ignorePatterns: ["sdk", "coverage"],
  tempDirName: "coverage/stryker",
  reporters: ["clear-text", "progress", "html", "json"],
  htmlReporter: { fileName: "coverage/mutants.html" },
  jsonReporter: { fileName: "coverage/mutants.json" },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
};
