/** The path of what lies in a group of settings or an element; that of the pool itself is `""`. */
export function keyPath(group: string, key: string): string {
  return group === "" ? key : `${group}.${key}`;
}
