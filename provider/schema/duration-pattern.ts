import type { Range } from "./attribute-facts";
import { digits, either, trimmed } from "./patterns";

/** Digits of a number that three divides. */
const byThree = String.raw`(?:[0369]|[147](?:[0369]|[147][0369]*[258])*(?:[258]|[147][0369]*[147])|[258](?:[0369]|[258][0369]*[147])*(?:[147]|[258][0369]*[258]))+`;

/** Digits of whole minutes as seconds, up to the unit. */
const bySixty = `(?=${byThree}[Ss])(?=(?:0+|[0-9]*[02468]0)[Ss])`;

/**
 * The texts of durations from `min` to `max` seconds, as clocks and with units. Each of several units is within the
 * range, but their sum may be more. Only steps of whole minutes are checked, and of `min` only whether it is 0.
 */
export function durationPattern({ min, max, step = 1 }: Range): string {
  const isMinutes = step % 60 === 0;
  const forms = either([clock(max, isMinutes), daysAndClock(max, isMinutes), withUnits(max, isMinutes)]);
  return trimmed(min > 0 ? `(?=.*[1-9])${forms}` : `0+|${forms}`);
}

/** `hh:mm` and `hh:mm:ss`. */
function clock(max: number, isMinutes: boolean): string {
  const hours = Math.floor(max / 3600);
  const last = `${digits(hours, hours, 9)}:${minutesUpTo(max % 3600, isMinutes)}`;
  return hours === 0 ? last : either([`${digits(0, hours - 1, 9)}:${minutesUpTo(3599, isMinutes)}`, last]);
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
