import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One row of a table in left-out.md: its cells without the bars. */
export type Row = readonly string[];

/** The tables of left-out.md by the heading above them, without their heads. */
export function readTables(): ReadonlyMap<string, readonly Row[]> {
  const text = readFileSync(join(__dirname, "left-out.md"), "utf8");
  const sections = text.split(/^## /m).slice(1);
  return new Map(sections.map((section) => [section.slice(0, section.indexOf("\n")).trim(), rowsOf(section)]));
}

function rowsOf(section: string): Row[] {
  const lines = section.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
