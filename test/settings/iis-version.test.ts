import { isAtLeast, sinceVersion } from "../../provider/settings/iis-version";

const changes = [
  ["7.5", "old"],
  ["10.0", "new"],
] as const;

test.each([
  ["7.0", undefined],
  ["7.5", "old"],
  ["8.0", "old"],
  ["8.5", "old"],
  ["10.0", "new"],
] as const)("in IIS %s a fact of 7.5 that changed in 10.0 is %s", (version, expected) => {
  expect(sinceVersion(changes, version)).toBe(expected);
});

test("10.0 is later than 8.5 although its text sorts before", () => {
  expect(isAtLeast("10.0", "8.5")).toBe(true);
  expect(isAtLeast("8.5", "10.0")).toBe(false);
});
