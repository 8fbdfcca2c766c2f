import { listNames } from "../../provider/text";

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b", "c"], "a, b, c"],
  [["a", "b", "c", "d"], "a, b, c and 1 more"],
])("of %j at most three are named, and the others counted", (names, text) => {
  expect(listNames(names, 3)).toBe(text);
});
