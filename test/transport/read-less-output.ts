// For a test file that imports it first: 4 MB of a command's output are read, so that the tests are quick;
// test/cli/hostile-hosts.process.test.ts has the real limit.
jest.mock("../../provider/transport/command-output", () => {
  const actual = jest.requireActual<typeof import("../../provider/transport/command-output")>(
    "../../provider/transport/command-output",
  );
  class SmallOutput extends actual.CommandOutput {
    constructor(onTooMuch: () => void) {
      super(onTooMuch, 4e6);
    }
  }
  return { ...actual, CommandOutput: SmallOutput };
});
