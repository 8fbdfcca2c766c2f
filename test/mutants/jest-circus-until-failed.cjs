// Jest's runner of a test file, until a test detects the mutant: Stryker has no bail for Jest. The run without a mutant records
// which mutants the file reaches. Stryker asks for "jest-circus" in the name.
const { createEmptyTestResult } = require("@jest/test-result");
const runTests = require("jest-circus/runner").default;
const { countReached, recordReached } = require("./reaching.cjs");

/** Jest refuses a file without any test. */
const notRun = {
  ancestorTitles: [],
  title: "",
  fullName: "",
  status: "pending",
  failureMessages: [],
  failureDetails: [],
};

/** The last mutant that a test detected. */
let detected;

/** Skips the tests of a file after the first that fails. */
function skipAfterFailure(environment) {
  const handle = environment.handleTestEvent;
  let hasFailed = false;
  environment.handleTestEvent = async (event, state) => {
    await handle?.call(environment, event, state);
    if (event.name === "test_start" && hasFailed) event.test.mode = "skip";
    hasFailed ||= event.name === "test_fn_failure" || event.name === "hook_failure";
  };
}

module.exports = async (...given) => {
  const [, , environment, , testPath] = given;
  const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
  if (mutant === undefined) {
    const before = countReached(environment.global.__stryker__);
    const result = await runTests(...given);
    recordReached(testPath, before, countReached(environment.global.__stryker__));
    return result;
  }
  if (mutant === detected) return { ...createEmptyTestResult(), testFilePath: testPath, testResults: [notRun] };
  skipAfterFailure(environment);
  const result = await runTests(...given);
  if (result.numFailingTests > 0) detected = mutant;
  return result;
};
