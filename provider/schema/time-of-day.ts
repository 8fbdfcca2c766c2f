import type { Attribute } from "./attribute";
import { describeInput, quote } from "./describe-input";
import { formatSeconds, readTimeSpan } from "./timespan-text";
import { ValueError, type ValueProblem } from "./value-error";

const timeForm = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;

/**
 * A schedule as ascending, unique `hh:mm:ss`. Reads a list, one time or a comma text of `"3:00"`, `"03:00"` or
 * `"03:00:00"`, whole minutes of a day, 00:00 to 23:59.
 * @throws ValueError with one problem for each bad time
 */
export function parseSchedule(attribute: Attribute, input: unknown): readonly string[] {
  if (typeof input === "string") return parseTimes(attribute, splitList(input), false);
  if (Array.isArray(input)) return parseTimes(attribute, input, true);
  throw new ValueError(`expected a list of times of day such as ["03:00"], got ${describeInput(attribute, input)}`);
}

/** The times that appcmd lists, in canonical form; what cannot be read stays as it is, behind the rest. */
export function readSchedule(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.map((text) => readTimeSpan(text) ?? text))].sort();
}

/** The parts of a comma text without their blanks; none of an empty text. */
export function splitList(text: string): readonly string[] {
  return text.trim() === "" ? [] : text.split(",").map((part) => part.trim());
}

function parseTimes(attribute: Attribute, parts: readonly unknown[], positions: boolean): readonly string[] {
  const problems: ValueProblem[] = [];
  const times = parts.map((part, index) => {
    const time = parseTime(attribute, part);
    if (time instanceof ValueError) problems.push({ subpath: positions ? `[${index}]` : "", message: time.message });
    return time instanceof ValueError ? "" : time;
  });
  ValueError.throwAll(problems);
  return [...new Set(times)].sort();
}

function parseTime(attribute: Attribute, input: unknown): string | ValueError {
  if (typeof input !== "string") {
    return new ValueError(`expected a time of day such as "03:00" (in quotes), got ${describeInput(attribute, input)}`);
  }
  const match = timeForm.exec(input.trim());
  const [hours = 24, minutes = 60, seconds = 0] = (match ?? [])
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  if (hours > 23 || minutes > 59 || seconds > 59) {
    return new ValueError(`expected a time of day from "00:00" to "23:59", got ${quote(input)}`);
  }
  if (seconds !== 0) return new ValueError(`${quote(input)} is between two steps: IIS recycles on whole minutes only`);
  return formatSeconds(hours * 3600 + minutes * 60);
}
