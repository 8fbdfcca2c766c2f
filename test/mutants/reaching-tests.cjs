// The test files of a run: those that reach its mutant, the fastest first.
const Sequencer = require("@jest/test-sequencer").default;
const { reaches } = require("./reaching.cjs");

module.exports = class ReachingTests extends Sequencer {
  sort(tests) {
    const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
    if (mutant === undefined) return super.sort(tests);
    return super.sort(tests.filter(({ path }) => reaches(path, mutant))).toReversed();
  }
};
