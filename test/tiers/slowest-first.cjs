// The order of the test files: those with the real engine take minutes, so they are begun first and nothing waits for one in the end.
const Sequencer = require("@jest/test-sequencer").default;

const slow = ["/e2e/histories.", "/e2e/languages/", "/e2e/", "/windows/"];
const rank = ({ path }) => {
  const at = slow.findIndex((part) => path.replaceAll("\\", "/").includes(part));
  return at < 0 ? slow.length : at;
};

module.exports = class SlowestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
