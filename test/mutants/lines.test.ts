import { globSync, readFileSync } from "node:fs";

test("each line to measure is once in provider/", () => {
  const lines = JSON.parse(readFileSync("test/mutants/lines.json", "utf8")) as readonly string[];
  const source = globSync("provider/**/*.ts").flatMap((file) => readFileSync(file, "utf8").split("\n"));
  const counts = Map.groupBy(
    source.map((line) => line.trim()),
    (line) => line,
  );
  expect(lines.filter((line) => counts.get(line)?.length !== 1)).toEqual([]);
});
