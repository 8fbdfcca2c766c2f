// For a test file that imports it first: pauses between logins are recorded, and take no time.
jest.mock("node:timers/promises", () => ({ setTimeout: jest.fn(() => Promise.resolve()) }));
