import { matchesWildcards } from "../match-wildcards";

/** Whether a text is as the pattern says: `*` stands for any characters, none included; upper and lower case are one. */
export function matchesPattern(pattern: string, text: string): boolean {
  return matchesWildcards(pattern.toLowerCase(), text.toLowerCase(), "*");
}
