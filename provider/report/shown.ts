import { showHidden } from "../visible-text";
import type { LineView } from "./view-model";

/** A message of one or more lines as one line, see {@link showHidden}. */
export function showMessage(text: string): string {
  return showHidden(text.trim().replace(/\s*[\r\n]\s*/g, " "));
}

/** A link as it may stand in a document; undefined for what is no plain `https:` address. */
export function safeLink(link: string): string | undefined {
  return /^https:\/\/[\w.~%/?#=&;,:+@!*-]+$/.test(link) ? link : undefined;
}

/** How much of the equal beginning of two long values is kept. */
const lead = 12;

/**
 * `old -> new` of a setting, only what there is; empty where only the path is known. Values longer than `longest`
 * characters are cut so that the place where they differ stays.
 */
export function describeLine({ from, to }: LineView, longest = Infinity): string {
  const texts = [from?.text, to?.text].filter((text) => text !== undefined);
  if (texts.every((text) => text.length <= longest)) return texts.join(" -> ");
  const [first = "", second = first] = texts;
  const shared = texts.length < 2 ? 0 : sharedLength(first, second);
  const start = shared > 2 * lead ? shared - lead : 0;
  return texts.map((text) => cut(text, start, longest)).join(" -> ");
}

function cut(text: string, start: number, longest: number): string {
  if (text.length <= longest) return text;
  const kept = text.slice(start, start + longest);
  const isWhole = start + longest >= text.length;
  return `${start > 0 ? "…" : ""}${kept}${isWhole ? "" : "…"} (${text.length} characters)`;
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
