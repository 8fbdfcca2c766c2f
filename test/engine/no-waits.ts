// For a test file that imports it first: what is read and sent again is so at once.
jest.mock("../../provider/engine/apply/send", () => {
  const actual = jest.requireActual<typeof import("../../provider/engine/apply/send")>(
    "../../provider/engine/apply/send",
  );
  class Attempts extends actual.Attempts {
    constructor() {
      super(() => Promise.resolve());
    }
  }
  return { ...actual, Attempts };
});
