import type { Attribute } from "./attribute";
import { describeInput } from "./describe-input";
import { checkRange } from "./range-check";
import { formatSeconds, secondsOfClock } from "./timespan-text";
import { ValueError } from "./value-error";

const unitForm = /^(?:(\d{1,9})d)? ?(?:(\d{1,9})h)? ?(?:(\d{1,9})m)? ?(?:(\d{1,9})s)?$/i;
const accepted = `a duration such as "20m", "29h", "1d5h", "90s", "00:20:00" or "1.05:00:00"`;

/**
 * A duration as the user wrote it, in its canonical form. Reads clock texts, texts with units (`1d5h`, `90s`) and the
 * number 0; any other bare number is refused, as .NET takes it for days and people mean minutes.
 * @throws ValueError
 */
export function parseTimeSpan(attribute: Attribute, input: unknown): string {
  const seconds = secondsOf(attribute, input);
  checkRange(attribute, seconds);
  return formatSeconds(seconds);
}

function secondsOf(attribute: Attribute, input: unknown): number {
  if (input === 0) return 0;
  if (typeof input !== "string" && typeof input !== "number") throw unreadable(attribute, input);
  const text = String(input).trim();
  if (/^0+$/.test(text)) return 0;
  if (/^\d+$/.test(text)) throw bareNumber(text);
  const seconds = secondsOfClock(text) ?? secondsOfUnits(text);
  if (seconds === undefined) throw unreadable(attribute, input);
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

function unreadable(attribute: Attribute, input: unknown): ValueError {
  return new ValueError(`expected ${accepted}, got ${describeInput(attribute, input)}`);
}

function bareNumber(text: string): ValueError {
  return new ValueError(
    `${text} has no unit: write "${text}m" for minutes, "${text}h" for hours or "${text}s" for seconds`,
  );
}
