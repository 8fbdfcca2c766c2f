import { defaultRules, type Rules } from "../assume";
import { malformedIndexer, unknownAttribute } from "../errors";

/**
 * Decodes the escapes that appcmd itself understands in values: `%uXXXX` and `%XX`, each one UTF-16 code unit. Any
 * other percent sign is unchanged.
 */
export function decodeValue(text: string): string {
  return text.replace(/%u([0-9a-f]{4})|%([0-9a-f]{2})/gi, (_, wide: string | undefined, narrow: string | undefined) =>
    String.fromCharCode(parseInt(wide ?? narrow ?? "", 16)),
  );
}

/** `[@position,name='value',…]`: selects an entry of a collection, or describes a new one. */
export interface Indexer {
  readonly kind: "indexer";
  readonly position: number | "start" | "end" | undefined;
  readonly values: readonly (readonly [name: string, value: string])[];
  /** As given. */
  readonly text: string;
}

/** One step of a property path. */
export type Segment = { readonly kind: "name"; readonly name: string } | Indexer;

/**
 * Reads a property path such as `[name='Shop'].recycling.periodicRestart.schedule.[value='03:00:00']`. Dots and
 * brackets inside quotes are part of the value; two apostrophes are one.
 */
export function parsePath(path: string, rules: Rules = defaultRules): Segment[] {
  return splitPath(path).map((part, index, parts) =>
    part.startsWith("[") ? parseIndexer(part, parts.slice(index).join("."), rules) : { kind: "name", name: part },
  );
}

/** The names of a path without its indexers: `recycling.periodicRestart.schedule`. */
export function attributePath(segments: readonly Segment[]): string {
  return segments.flatMap((segment) => (segment.kind === "name" ? [segment.name] : [])).join(".");
}

function splitPath(path: string): string[] {
  const parts: string[] = [];
  let part = "";
  let inQuotes = false;
  for (const character of path) {
    if (character === "'" && part.startsWith("[")) inQuotes = !inQuotes;
    if (character === "." && (part.startsWith("[") ? !inQuotes && part.endsWith("]") : true)) {
      parts.push(part);
      part = "";
    } else {
      part += character;
    }
  }
  return [...parts, part];
}

function parseIndexer(given: string, rest: string, rules: Rules): Indexer {
  const text = rules("blank-in-indexer") === "accepted" ? given.replace(/' *, *(?=\w+=')/g, "',") : given;
  // The path without the quotes that a shell removed: the real tool shows the path in this form.
  if (/^\[\w+=[^']/.test(text)) throw unknownAttribute(rest.replace(/^\[/, "*[@"));
  const match = /^\[(?:@(start|end|\d+)(?:,|(?=\])))?((?:\w+='(?:[^']|'')*'(?:,(?=\w)|(?=\])))*)\]$/i.exec(text);
  if (match === null) throw malformedIndexer();
  const [, position, list = ""] = match;
  const values = [...list.matchAll(/(\w+)='((?:[^']|'')*)'/g)].map(
    ([, name = "", value = ""]) => [name, decodeValue(value.replaceAll("''", "'"))] as const,
  );
  if (position === undefined && values.length === 0) throw malformedIndexer();
  const word = position?.toLowerCase();
  return {
    kind: "indexer",
    position: word === undefined || word === "start" || word === "end" ? word : Number(word),
    values,
    text,
  };
}
