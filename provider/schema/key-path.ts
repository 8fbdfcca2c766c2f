/** The path of a key in a group of settings or an element; the path of the pool itself is `""`. */
export function keyPath(group: string, key: string): string {
  return group === "" ? key : `${group}.${key}`;
}
