/** Whether a text is as the pattern says: `*` stands for any characters, none included; upper and lower case are one. */
export function matchesPattern(pattern: string, text: string): boolean {
  const parts = pattern.toLowerCase().split("*");
  const rest = text.toLowerCase();
  const [first = "", ...others] = parts;
  const last = others.pop();
  if (last === undefined) return rest === first;
  if (!rest.startsWith(first)) return false;
  let from = first.length;
  for (const part of others) {
    const at = rest.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return rest.length - last.length >= from && rest.endsWith(last);
}
