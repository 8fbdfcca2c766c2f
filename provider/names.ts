/**
 * A pool's name in the form in which names are looked up and compared: IIS ignores the letter case of pool names.
 * Source: `IIS_schema.xml`, where `caseSensitive` is set for `password` only.
 */
export function poolKey(name: string): string {
  return name.toLowerCase();
}

/**
 * The name of a host or host group in the form in which names are looked up and compared. Letter case is ignored. A
 * host and a group cannot have the same name, so one map can hold both.
 */
export function hostNameKey(name: string): string {
  return name.toLowerCase();
}

/** The key by which a pool of a host is looked up. */
export function poolOnHostKey(host: string, pool: string): string {
  return JSON.stringify([hostNameKey(host), poolKey(pool)]);
}

/** An environment variable's name in the form in which names are looked up: Windows ignores letter case. */
export function variableKey(name: string): string {
  return name.toLowerCase();
}

/**
 * Whether a text matches a pattern: `*` stands for any number of characters, `?` for one. The time is at most
 * proportional to the product of the two lengths.
 *
 * @param wildcards `*`: a question mark matches only itself
 */
export function matchesWildcards(pattern: string, text: string, wildcards: "*" | "*?" = "*?"): boolean {
  const characters = Array.from(text);
  const wanted = Array.from(pattern.replace(/\*{2,}/g, "*"));
  if (wanted.filter((one) => one !== "*").length > characters.length) return false;
  const fits = (one: string | undefined, character: string | undefined): boolean =>
    one === character || (one === "?" && wildcards === "*?");
  let at = 0;
  let next = 0;
  // The position of the last star, and the end of its match so far. Only the last star can match more; earlier ones
  // stay as they are.
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
