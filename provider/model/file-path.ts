const plainKey = /^[\p{L}\p{N}_$-]+$/u;

/** The path of a key below another path, for faults: `pools.Shop.cpu`, `pools["Default Web Site"]`. */
export function joinPath(path: string, key: string): string {
  if (!plainKey.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}
