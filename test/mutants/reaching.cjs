// Which mutants each test file reaches. The run without a mutant, with which Stryker begins, records it; then a mutant runs
// only with the test files that reach it.
const { mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

/** In the copy of the project that Stryker makes for one run. */
const folder = join(__dirname, "../../coverage/reached");
const recordOf = (testPath) => join(folder, `${testPath.replaceAll(/[\\/:]/g, "-").slice(-120)}.json`);

/** How often all test files so far reached each mutant, from what Stryker counts. */
exports.countReached = ({ mutantCoverage: { static: loaded = {}, perTest = {} } = {} } = {}) => {
  const counts = new Map();
  for (const [id, count] of [loaded, ...Object.values(perTest)].flatMap(Object.entries)) {
    counts.set(id, (counts.get(id) ?? 0) + count);
  }
  return counts;
};

/** Records the mutants whose count rose while a test file ran. */
exports.recordReached = (testPath, before, after) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(recordOf(testPath), JSON.stringify([...after.keys()].filter((id) => after.get(id) !== before.get(id))));
};

/** Whether a test file reaches a mutant. */
exports.reaches = (testPath, id) => JSON.parse(readFileSync(recordOf(testPath), "utf8")).includes(id);
