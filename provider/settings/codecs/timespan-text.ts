const clockForm = /^(?:(\d{1,9})\.)?(\d{1,9}):(\d{1,2})(?::(\d{1,2}))?$/;

/** Seconds as IIS prints them: `hh:mm:ss`, from one day on `d.hh:mm:ss`. */
export function formatSeconds(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  return days === 0 ? clock : `${days}.${clock}`;
}

/** Seconds as pool files have them: `29h`, `30d`, `1h30m`, `0s`. */
export function humanDuration(seconds: number): string {
  return durationParts(seconds)
    .map(({ count, unit }) => `${count}${unit}`)
    .join("");
}

/** Seconds in a sentence: `29 h`, `30 d`, `1 h 30 min`, `90 s`, `0 s`. Less than two minutes are in seconds, as in IIS Manager. */
export function spokenDuration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return durationParts(seconds)
    .map(({ count, unit }) => `${count} ${unit === "m" ? "min" : unit}`)
    .join(" ");
}

/** The units that are not zero. Hours go up to 47, because IIS's own default is known as 29 hours. */
function durationParts(seconds: number): readonly { readonly count: number; readonly unit: string }[] {
  const hours = Math.floor(seconds / 3600);
  const days = hours < 48 ? 0 : Math.floor(hours / 24);
  const parts = [
    { count: days, unit: "d" },
    { count: hours - days * 24, unit: "h" },
    { count: Math.floor(seconds / 60) % 60, unit: "m" },
    { count: seconds % 60, unit: "s" },
  ].filter(({ count }) => count > 0);
  return parts.length === 0 ? [{ count: 0, unit: "s" }] : parts;
}

/**
 * Seconds of a clock text, `undefined` if it is none: `hh:mm:ss` and `hh:mm` with hours of 24 and more allowed, or
 * `d.hh:mm[:ss]`. Two parts are hours and minutes.
 */
export function secondsOfClock(text: string): number | undefined {
  const match = clockForm.exec(text);
  if (match === null) return undefined;
  const [days, hours, minutes, seconds] = match.slice(1).map((part: string | undefined) => Number(part ?? 0));
  if (hours === undefined || minutes === undefined || seconds === undefined || minutes > 59 || seconds > 59) {
    return undefined;
  }
  if (match[1] !== undefined && hours > 23) return undefined;
  return (days ?? 0) * 86_400 + hours * 3600 + minutes * 60 + seconds;
}

/** appcmd's text of a timeSpan in canonical form; `undefined` for any other text. */
export function readTimeSpan(text: string): string | undefined {
  const seconds = secondsOfClock(text.trim());
  return seconds === undefined ? undefined : formatSeconds(seconds);
}
