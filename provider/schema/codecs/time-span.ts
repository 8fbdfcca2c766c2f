import type { AttributeFacts } from "../attribute-facts";
import { textOf } from "../attribute-value";
import { codec, describePlain } from "../codec";
import { durationPattern } from "../duration-pattern";
import { checkRange, rangeOn, type Scale } from "../range";
import { formatSeconds, humanDuration, readTimeSpan, secondsOfClock } from "../timespan-text";
import { wrongValue } from "../value-error";

const unitForm = /^(?:(\d{1,9})d)? ?(?:(\d{1,9})h)? ?(?:(\d{1,9})m)? ?(?:(\d{1,9})s)?$/i;
const accepted = 'a duration such as "20m", "29h", "1d5h", "90s", "00:20:00" or "1.05:00:00"';

const scale: Scale = {
  // What a TimeSpan of .NET can hold, in days.
  range: { min: 0, max: 10_675_199 * 86_400 },
  describe: (seconds) => describeClock(formatSeconds(seconds), seconds),
  describeStep: (step) => (step === 60 ? "whole minutes" : `steps of ${humanDuration(step)}`),
};

/**
 * A duration. Reads clock texts, texts with units (`1d5h`, `90s`) and the number 0; any other bare number is refused, as
 * .NET takes it for days and people mean minutes.
 */
export const timeSpan = codec<string>({
  name: "duration",
  iisType: "timeSpan",
  spellings:
    "`20m`, `29h`, `1d5h`, `1h30m`, `90s`, `00:20` (hours and minutes), `00:20:00`, `29:00:00`, `1.05:00:00`, or the number 0; no other bare number",
  hint: 'Written "20m", "29h", "1d5h", "90s", hh:mm:ss or d.hh:mm:ss.',
  zero: "00:00:00",
  scale,
  read: (facts, input) => {
    const seconds = secondsOf(facts, input);
    checkRange(scale, facts, seconds);
    return formatSeconds(seconds);
  },
  fromText: (_, text) => readTimeSpan(text),
  describe: (value) => {
    const seconds = secondsOfClock(textOf(value));
    return seconds === undefined ? describePlain(value) : describeClock(textOf(value), seconds);
  },
  write: (value) => {
    const seconds = secondsOfClock(textOf(value));
    return seconds === undefined ? value : humanDuration(seconds);
  },
  jsonSchema: (facts) => {
    const range = rangeOn(scale, facts);
    const text = { type: "string", pattern: durationPattern(range) };
    return range.min > 0 ? text : { anyOf: [text, { const: 0 }] };
  },
  schemaIsWider: "several units, each within the range, that are more together, such as 29d48h",
  typeScript: (facts) => (rangeOn(scale, facts).min > 0 ? "string" : "string | 0"),
  // Besides texts there is the number 0.
  pulumi: (_, side) => (side === "output" ? { type: "string" } : { oneOf: [{ type: "string" }, { type: "integer" }] }),
});

function secondsOf(facts: AttributeFacts, input: unknown): number {
  if (input === 0) return 0;
  if (typeof input !== "string" && typeof input !== "number") throw wrongValue(facts, accepted, input);
  const text = String(input).trim();
  if (/^0+$/.test(text)) return 0;
  if (/^\d+$/.test(text)) throw wrongValue(facts, "a duration with a unit", input, unitsOf(text));
  const seconds = secondsOfClock(text) ?? secondsOfUnits(text);
  if (seconds === undefined) throw wrongValue(facts, accepted, input);
  return seconds;
}

function secondsOfUnits(text: string): number | undefined {
  const match = text === "" ? null : unitForm.exec(text);
  if (match === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  return days * 86_400 + hours * 3600 + minutes * 60 + seconds;
}

function unitsOf(number: string): string {
  return `write "${number}m" for minutes, "${number}h" for hours or "${number}s" for seconds`;
}

/** From one day on with its short form: `1.05:00:00 (29h)`. */
function describeClock(text: string, seconds: number): string {
  return seconds >= 86_400 ? `${text} (${humanDuration(seconds)})` : text;
}
