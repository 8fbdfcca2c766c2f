import type { Attribute } from "./attribute";

/** How each kind of value may be written, in words; backticks enclose what is typed. */
export const spellings = {
  duration:
    "`20m`, `29h`, `1d5h`, `1h30m`, `90s`, `00:20` (hours and minutes), `00:20:00`, `29:00:00`, `1.05:00:00`, or the number 0; no other bare number",
  memory: "a number of KB, or `512MB`, `1.5GB`, `1TB`; units of 1024, whole KB",
  share: "a number of 1/1000 %, or `50%`, `12.5%`",
  "time of day": "`3:00`, `03:00` or `03:00:00`, whole minutes; a schedule is a list, one time or a comma text",
  flags: "a list, a comma text, or the bit mask; `[]` or `None` for none; letter case does not count",
  enum: "the name in any letter case, or its number",
  bool: "`true` or `false`, also as text",
  text: "anything without control characters; numbers must be quoted",
  number: "a whole number, also as text",
  map: "a map of names to texts; numbers must be quoted",
} as const;

const names = { duration: "duration", memory: "memory", percent: "share", timeOfDay: "time of day" } as const;

/** How values of the attribute may be written. */
export function acceptedSpellings({ kind, type, human }: Attribute): string {
  if (kind === "map") return spellings.map;
  if (human !== undefined) return spellings[names[human]];
  switch (type) {
    case "string":
      return spellings.text;
    case "bool":
      return spellings.bool;
    case "enum":
      return spellings.enum;
    case "flags":
      return spellings.flags;
    case "timeSpan":
      return spellings.duration;
    case "uint":
    case "int":
      return spellings.number;
  }
}
