import { describeBounds, describeWrong } from "../../input/wording";
import type { AttributeFacts } from "../attribute-facts";
import { codec, describePlain } from "./codec";
import { formatSeconds, readTimeSpan } from "./timespan-text";
import { showOf, ValueError, type ValueProblem, wrongValue } from "./value-error";

const timeForm = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;
/** A time of day with optional blanks around it, as a pattern for a part of a text. */
export const timeOfDayPattern = "\\s*(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::00)?\\s*";

/**
 * A schedule as ascending, unique `hh:mm:ss`. Reads a list, one time or a comma-separated text of `3:00`, `03:00` or
 * `03:00:00`.
 */
export const timesOfDay = codec<readonly string[]>({
  name: "time of day",
  iisType: "list of timeSpan",
  shape: "list",
  spellings: "`3:00`, `03:00` or `03:00:00`, whole minutes; a schedule is a list, one time or a comma-separated text",
  hint: 'Written "03:00"; whole minutes from 00:00 to 23:59.',
  zero: "Empty",
  read: (facts, input) => {
    if (typeof input === "string") return readTimes(facts, splitList(input), false);
    if (Array.isArray(input)) return readTimes(facts, input, true);
    throw wrongValue(facts, 'a list of times of day such as ["03:00"]', input);
  },
  fromText: (_, text) => fromItems(splitList(text)),
  fromItems,
  describe: (value) => describePlain(Array.isArray(value) ? value.map(shortTime) : value),
  describeDefault: () => "empty",
  write: (value) => (Array.isArray(value) ? value.map(shortTime) : value),
  jsonSchema: () => ({
    anyOf: [
      { type: "array", items: { type: "string", pattern: `^${timeOfDayPattern}$` } },
      { type: "string", pattern: `^(?:\\s*|${timeOfDayPattern}(?:,${timeOfDayPattern})*)$` },
    ],
  }),
  typeScript: () => "readonly string[]",
  pulumi: () => ({ type: "array", items: { type: "string" } }),
});

/** The times that appcmd lists, in canonical form; unreadable times are unchanged, after the others. */
function fromItems(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.map((text) => readTimeSpan(text) ?? text))].sort();
}

/** The parts of a comma-separated text without their blanks; none for an empty text. */
export function splitList(text: string): readonly string[] {
  return text.trim() === "" ? [] : text.split(",").map((part) => part.trim());
}

function readTimes(facts: AttributeFacts, parts: readonly unknown[], positions: boolean): readonly string[] {
  const problems: ValueProblem[] = [];
  const times = parts.map((part, index) => {
    const time = readTime(facts, part);
    if (time instanceof ValueError) problems.push({ subpath: positions ? `[${index}]` : "", message: time.message });
    return time instanceof ValueError ? "" : time;
  });
  ValueError.throwAll(problems);
  return [...new Set(times)].sort();
}

function readTime(facts: AttributeFacts, input: unknown): string | ValueError {
  const wrong = (what: string): ValueError => new ValueError(describeWrong(what, input, showOf(facts)));
  if (typeof input !== "string") return wrong('a time of day such as "03:00" (in quotes)');
  const match = timeForm.exec(input.trim());
  const [hours = 24, minutes = 60, seconds = 0] = (match ?? [])
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  if (hours > 23 || minutes > 59 || seconds !== 0) {
    return wrong(`a time of day ${describeBounds('"00:00"', '"23:59"')}, in whole minutes`);
  }
  return formatSeconds(hours * 3600 + minutes * 60);
}

/** `03:00:00` as `03:00`; schedules have whole minutes only. */
function shortTime(time: string): string {
  return time.endsWith(":00") && time.length === 8 ? time.slice(0, 5) : time;
}
