/** A count with its word: `1 pool`, `2 pools`. */
export function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
