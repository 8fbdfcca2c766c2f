/**
 * The form of a pool's name by which pools are looked up and compared: IIS ignores the letter case of pool names.
 * Source: `IIS_schema.xml`, where `caseSensitive` is set for `password` only.
 */
export function poolKey(name: string): string {
  return name.toLowerCase();
}

/**
 * The form of the name of a host, or of a group of hosts, by which they are looked up and compared. Letter case does not
 * count. Hosts and groups share their names, so one map can hold both.
 */
export function hostNameKey(name: string): string {
  return name.toLowerCase();
}

/** The form of a pool of a host by which they are looked up together. */
export function poolOnHostKey(host: string, pool: string): string {
  return JSON.stringify([hostNameKey(host), poolKey(pool)]);
}

/** The form of the name of an environment variable by which it is looked up: Windows ignores its letter case. */
export function variableKey(name: string): string {
  return name.toLowerCase();
}

/**
 * Whether a text is as a pattern says: `*` stands for any characters, none included, and `?` for one. The time it takes
 * grows with the product of the two lengths at most, whatever the pattern.
 *
 * @param wildcards `*`: a question mark is a character like any other
 */
export function matchesWildcards(pattern: string, text: string, wildcards: "*" | "*?" = "*?"): boolean {
  const characters = Array.from(text);
  const wanted = Array.from(pattern.replace(/\*{2,}/g, "*"));
  if (wanted.filter((one) => one !== "*").length > characters.length) return false;
  const fits = (one: string | undefined, character: string | undefined): boolean =>
    one === character || (one === "?" && wildcards === "*?");
  let at = 0;
  let next = 0;
  // Where the last star stands, and up to where it reaches so far: only it can reach further, the earlier ones need not.
  let star = -1;
  let reached = 0;
  while (at < characters.length) {
    if (wanted[next] === "*") {
      star = next;
      reached = at;
      next += 1;
    } else if (next < wanted.length && fits(wanted[next], characters[at])) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      reached += 1;
      at = reached;
      next = star + 1;
    } else return false;
  }
  return wanted.slice(next).every((one) => one === "*");
}
