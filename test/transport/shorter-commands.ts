// For a test file that imports it first: how long a command on a server may take is what the test says.
const mockTime = { limitMs: 120_000 };

jest.mock("../../provider/transport/local", () => ({
  ...jest.requireActual<typeof import("../../provider/transport/local")>("../../provider/transport/local"),
  get commandTimeoutMs() {
    return mockTime.limitMs;
  },
}));

export { mockTime as commandTime };
