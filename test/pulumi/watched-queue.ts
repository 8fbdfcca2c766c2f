import type * as Queue from "../../provider/transport/transport";

// For a test file that imports it first: what enters the queue of a host is recorded.
jest.mock("../../provider/transport/transport", () => {
  const actual = jest.requireActual<typeof Queue>("../../provider/transport/transport");
  return { ...actual, inHostQueue: jest.fn(actual.inHostQueue) };
});
