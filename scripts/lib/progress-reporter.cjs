// Prints a line for each test file as it ends, failures in full, and in the end the slowest files and the skipped tests.
const { relative } = require("node:path");

const slowest = 10;

/** @param {number} milliseconds */
const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;

module.exports = class ProgressReporter {
  /** @param {string} line */
  say(line) {
    process.stdout.write(`${line}\n`);
  }

  /** @param {{ rootDir: string }} config */
  constructor({ rootDir }) {
    this.rootDir = rootDir;
    this.ended = 0;
  }

  onRunStart({ numTotalTestSuites }) {
    this.total = numTotalTestSuites;
    this.say(`test files: ${this.total}`);
  }

  onTestFileStart({ path, context }) {
    if (["windows", "e2e"].includes(context.config.displayName.name)) this.say(`begins: ${this.nameOf(path)}`);
  }

  onTestFileResult({ path, context }, result) {
    this.ended += 1;
    const { numFailingTests, numPassingTests, numPendingTests, failureMessage, perfStats, testExecError } = result;
    const isFailed = numFailingTests > 0 || testExecError !== undefined;
    const counts = [
      `${numPassingTests} passed`,
      ...(isFailed ? [`${Math.max(numFailingTests, 1)} failed`] : []),
      ...(numPendingTests > 0 ? [`${numPendingTests} skipped`] : []),
    ].join(", ");
    const where = `${context.config.displayName.name} ${this.nameOf(path)}`;
    this.say(
      `[${this.ended}/${this.total}] ${isFailed ? "FAILED " : ""}${where}: ${counts}, ${seconds(perfStats.runtime)}`,
    );
    if (isFailed) this.say(failureMessage ?? "");
  }

  onRunComplete(_contexts, { testResults }) {
    const times = testResults
      .map(({ testFilePath, perfStats }) => ({ name: this.nameOf(testFilePath), ms: perfStats.runtime }))
      .sort((one, other) => other.ms - one.ms)
      .slice(0, slowest);
    this.say(`The slowest ${times.length} files:`);
    for (const { name, ms } of times) this.say(`  ${seconds(ms)} ${name}`);
    const skipped = testResults
      .flatMap((file) => file.testResults)
      .filter(({ status }) => status === "pending")
      .map(({ fullName }) => fullName);
    for (const name of skipped) this.say(`skipped: ${name}`);
    this.say(`${skipped.length} skipped`);
  }

  /** @param {string} path */
  nameOf(path) {
    return relative(this.rootDir, path).replaceAll("\\", "/");
  }
};
