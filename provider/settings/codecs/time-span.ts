import { type AttributeFacts, type Range, textOf } from "../attribute-facts";
import { codec, describePlain } from "./codec";
import { digits, either, trimmed } from "./patterns";
import { checkRange, rangeOn, type Scale } from "./range";
import { formatSeconds, humanDuration, readTimeSpan, secondsOfClock, spokenDuration } from "./timespan-text";
import { wrongValue } from "./value-error";

/** Digits of a number that is divisible by three. */
const byThree = String.raw`(?:[0369]|[147](?:[0369]|[147][0369]*[258])*(?:[258]|[147][0369]*[147])|[258](?:[0369]|[258][0369]*[147])*(?:[147]|[258][0369]*[258]))+`;

/** Digits of whole minutes as seconds, up to the unit. */
const bySixty = `(?=${byThree}[Ss])(?=(?:0+|[0-9]*[02468]0)[Ss])`;

/**
 * The texts of durations from `min` to `max` seconds, as clocks and with units. Each of several units is within the
 * range, but their sum may be greater. Only steps of whole minutes are checked, and for `min` only whether it is 0.
 */
export function durationPattern({ min, max, step = 1 }: Range): string {
  const isMinutes = step % 60 === 0;
  const forms = either([clock(max, isMinutes), daysAndClock(max, isMinutes), withUnits(max, isMinutes)]);
  return trimmed(min > 0 ? `(?=.*[1-9])${forms}` : `0+|${forms}`);
}

/** `hh:mm` and `hh:mm:ss`; with 24 hours or more only `hh:mm:ss`. */
function clock(max: number, isMinutes: boolean): string {
  const hours = Math.floor(max / 3600);
  const last = `${digits(hours, hours, 9)}:${minutesUpTo(max % 3600, isMinutes)}`;
  const forms = hours === 0 ? last : either([`${digits(0, hours - 1, 9)}:${minutesUpTo(3599, isMinutes)}`, last]);
  return hours < 24 ? forms : `(?:(?=${digits(0, 23, 9)}:|[0-9]+:[0-9]+:)${forms})`;
}

/** `d.hh:mm` and `d.hh:mm:ss`. */
function daysAndClock(max: number, isMinutes: boolean): string {
  const days = Math.floor(max / 86_400);
  const last = `${digits(days, days, 9)}\\.${clock(max % 86_400, isMinutes)}`;
  return days === 0 ? last : either([`${digits(0, days - 1, 9)}\\.${clock(86_399, isMinutes)}`, last]);
}

/** `mm` and `mm:ss` up to a number of seconds below an hour. */
function minutesUpTo(max: number, isMinutes: boolean): string {
  const minutes = Math.floor(max / 60);
  const secondsUpTo = (most: number): string => `(?::${digits(0, isMinutes ? 0 : most, 2)})?`;
  if (max % 60 === 59 || isMinutes) return `${digits(0, minutes, 2)}${secondsUpTo(59)}`;
  const last = `${digits(minutes, minutes, 2)}${secondsUpTo(max % 60)}`;
  return minutes === 0 ? last : either([`${digits(0, minutes - 1, 2)}${secondsUpTo(59)}`, last]);
}

/** `1d5h`, `1d 5h`, `90s`. */
function withUnits(max: number, isMinutes: boolean): string {
  const upTo = (seconds: number): string => digits(0, Math.floor(max / seconds), 9);
  const seconds = `${isMinutes ? bySixty : ""}${upTo(1)}`;
  return `(?=[0-9])(?:${upTo(86_400)}[Dd])? ?(?:${upTo(3600)}[Hh])? ?(?:${upTo(60)}[Mm])? ?(?:${seconds}[Ss])?`;
}

const unitForm = /^(?:(\d{1,9})d)? ?(?:(\d{1,9})h)? ?(?:(\d{1,9})m)? ?(?:(\d{1,9})s)?$/i;
const accepted = 'a duration such as "20m", "29h", "1d5h", "90s", "00:20:00" or "1.05:00:00"';

const scale: Scale = {
  // What a TimeSpan of .NET can hold, in days.
  range: { min: 0, max: 10_675_199 * 86_400 },
  describe: (seconds) => describeClock(formatSeconds(seconds), seconds),
  describeStep: (step) => (step === 60 ? "whole minutes" : `steps of ${humanDuration(step)}`),
};

/**
 * A duration. Reads clock texts, texts with units (`1d5h`, `90s`) and the number 0. Other bare numbers are refused:
 * .NET reads them as days, and people usually mean minutes. So is `40:00`: .NET refuses it too, and people may mean
 * minutes and seconds.
 */
export const timeSpan = codec<string>({
  name: "duration",
  iisType: "timeSpan",
  spellings:
    "`20m`, `29h`, `1d5h`, `1h30m`, `90s`, `00:20` (hours below 24 and minutes), `00:20:00`, `29:00:00`, `1.05:00:00`, or the number 0; no other bare number",
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
    return seconds === undefined ? describePlain(value) : spokenDuration(seconds);
  },
  describeDefault: (_, text) => describeClock(text, secondsOfClock(text) ?? 0),
  write: (value) => {
    const seconds = secondsOfClock(textOf(value));
    return seconds === undefined ? value : humanDuration(seconds);
  },
  jsonSchema: (facts) => {
    const range = rangeOn(scale, facts);
    const text = { type: "string", pattern: durationPattern(range) };
    return range.min > 0 ? text : { anyOf: [text, { const: 0 }] };
  },
  schemaIsWider: "several units, each within the range, with a sum above it, such as 29d48h",
  typeScript: (facts) => (rangeOn(scale, facts).min > 0 ? "string" : "string | 0"),
  // In addition to texts, the number 0 is accepted.
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
  const readings = readingsOf(text);
  if (readings !== undefined) throw wrongValue(facts, "a duration with units, or with hours below 24", input, readings);
  return seconds;
}

/** What two parts may mean that no clock shows, such as `40:00`; undefined for all other texts. */
function readingsOf(text: string): string | undefined {
  const [, first, second] = (/^(\d+):(\d+)$/.exec(text) ?? []).map(Number);
  if (first === undefined || first < 24) return undefined;
  const written = (large: string, small: string): string => `"${first}${large}${second ? `${second}${small}` : ""}"`;
  return `write ${written("m", "s")} for minutes or ${written("h", "m")} for hours`;
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
