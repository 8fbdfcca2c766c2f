import type { Fault } from "./errors";

/** A count with its word: `1 pool`, `2 pools`. */
export function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** An argument of a printed command, in double quotes if it needs them. */
export function inQuotes(text: string): string {
  return /[\s"']/.test(text) ? `"${text}"` : text;
}

/**
 * The first of many names, and the number of the others: `a, b and 3 more`.
 *
 * @param most how many are listed; default: 20
 */
export function listNames(names: readonly string[], most = 20): string {
  const more = names.length > most ? ` and ${names.length - most} more` : "";
  return `${names.slice(0, most).join(", ")}${more}`;
}

/** The number of listed faults; the others are counted. */
export const mostListed = 100;
const longestPath = 300;
const longestMessage = 2000;

/** The first faults, each short enough for a line, and a last line with the number of the others. */
export function listFaults<T extends Fault>(faults: readonly T[]): readonly (T | Fault)[] {
  const listed = faults.slice(0, mostListed).map((fault) => ({
    ...fault,
    path: shorten(fault.path, longestPath),
    message: shorten(fault.message, longestMessage),
  }));
  const rest = faults.length - listed.length;
  if (rest === 0) return listed;
  const count = rest.toLocaleString("en-US");
  return [...listed, { path: "", message: `and ${count} more faults; fix the faults above first, then rerun` }];
}

/** The text, cut if it is too long for a message: `aaaa…`. */
export function shorten(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** A name that a user has written, as it is shown: behind an equals sign may be a value, even a secret. */
export function shownName(name: string, longest: number): string {
  return shorten(name.replace(/=[^]+/, "=…"), longest);
}

/** The maximum length of a key in a path that is shown. */
const longestKey = 200;
const plainKey = /^[\p{L}\p{N}_$-]+$/u;

/** The path of a key below another path, for faults: `pools.Shop.cpu`, `pools["Default Web Site"]`. */
export function joinPath(path: string, key: string): string {
  const shown = shownName(key, longestKey);
  if (!plainKey.test(shown)) return `${path}[${JSON.stringify(shown)}]`;
  return path === "" ? shown : `${path}.${shown}`;
}

/** A path below another one; either may be empty. */
export function below(path: string, rest: string): string {
  return path === "" || rest === "" || rest.startsWith("[") ? `${path}${rest}` : `${path}.${rest}`;
}

/**
 * The rows of a table as lines, with two blanks between the columns. The last cell of a row is not padded.
 *
 * @param right the indexes of columns whose cells are at their right end, such as numbers
 */
export function aligned(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const columns = Math.max(0, ...rows.map(({ length }) => length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return right.includes(column) ? cell.padStart(width) : cell.padEnd(width);
    });
    return cells.join("  ").trimEnd();
  });
}
