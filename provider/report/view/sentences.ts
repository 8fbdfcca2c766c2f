import type { Impact } from "../../plan/assess/impact";
import { plural } from "../../text";
import { showHidden } from "../../visible-text";
import type { LineView, NoteView, WaveView } from "./model";

const noteStarts: Readonly<Record<NoteView["kind"], string>> = {
  refusal: "refused",
  risk: "needs --force",
  kept: "in no file, but kept",
  warning: "warning",
  backup: "backup",
  "rolled back": "rolled back",
  "not rolled back": "not rolled back",
};

/** `recycles now, overlapped; loses in-process session state, caches`, and the reason where there is one. */
export function describeImpact({ kind, loses, reason }: Impact): string {
  return [
    kind,
    ...(loses.length === 0 ? [] : [`loses ${loses.join(", ")}`]),
    ...(reason === undefined ? [] : [reason]),
  ].join("; ");
}

/** A note as one line: `refused (POOL_IN_USE): …`, `backup iispools-1, restore with: appcmd restore backup …`. */
export function describeNote({ kind, code, text }: NoteView): string {
  if (kind === "backup") return `backup ${code ?? ""}, restore it with: ${text}`;
  return `${noteStarts[kind]}${code === undefined ? "" : ` (${code})`}: ${text}`;
}

/** A wave in one line: `wave 2 (25%) failed: web-02, web-03`; of many hosts their number. */
export function describeWave({ name, hosts, outcome }: WaveView, index: number): string {
  const who = hosts.length > 8 ? plural(hosts.length, "host", "hosts") : hosts.join(", ");
  return `wave ${index + 1} (${name}) ${outcome}: ${who}`;
}

/** The response to a probe: `web-02 http://web-02/health 200 in 12 ms`. */
export function describeAnswer({ host, url, status, ms }: WaveView["answers"][number]): string {
  return `${host} ${url} ${status ?? "no response"} in ${ms} ms`;
}

/** A message of one or more lines as one line, see {@link showHidden}. */
export function showMessage(text: string): string {
  return showHidden(text.trim().replace(/\s*[\r\n]\s*/g, " "));
}

/** A link for a document; undefined if it is not a plain `https:` address. */
export function safeLink(link: string): string | undefined {
  return /^https:\/\/[\w.~%/?#=&;,:+@!*-]+$/.test(link) ? link : undefined;
}

/** How much of the equal beginning of two long values is kept. */
const lead = 12;

/**
 * `old -> new` of a setting, as far as both exist; empty if only the path is known. Values longer than `longest`
 * characters are cut so that the first difference stays visible.
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
