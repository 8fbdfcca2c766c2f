/** The text, cut where it is longer, so that a message stays one that people read: `aaaa…`. */
export function shorten(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
