/**
 * The first of many names, and how many more there are: `a, b and 3 more`.
 *
 * @param most how many are listed; default: 20
 */
export function listNames(names: readonly string[], most = 20): string {
  const more = names.length > most ? ` and ${names.length - most} more` : "";
  return `${names.slice(0, most).join(", ")}${more}`;
}
