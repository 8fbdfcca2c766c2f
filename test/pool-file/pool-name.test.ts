import { poolNameProblem } from "../../provider/pool-file/schema/names";

test.each([
  "Shop",
  "a",
  "Classic .NET AppPool",
  ".NET v4.5",
  "O'Brien (test) #1 50% $ ! ~ ^ ` {}",
  " blank at both ends ",
  "Größe-日本語-😀",
  "x".repeat(64),
])("%j is a name", (name) => {
  expect(poolNameProblem(name)).toBeUndefined();
});

test.each('\\ / " | < > : * ? ] [ + = ; , @ &'.split(" "))("%j is reserved and named as the offender", (character) => {
  expect(poolNameProblem(`a${character}b`)).toContain(`does not allow ${character} in a name`);
});

test("all offending characters are named, each once", () => {
  expect(poolNameProblem("a/b*c/d")).toContain("does not allow / * in a name");
});

test.each([
  ["", "blank"],
  ["  ", "blank"],
  ["a\tb", "control characters"],
  ["a\u0000b", "control characters"],
  ["\ud800", "surrogate"],
  ["x".repeat(65), "65 characters"],
])("%j is no name: %s", (name, word) => {
  expect(poolNameProblem(name)).toContain(word);
});
