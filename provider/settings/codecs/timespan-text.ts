const clockForm = /^(?:(\d{1,9})\.)?(\d{1,9}):(\d{1,2})(?::(\d{1,2}))?$/;

/** Seconds as IIS prints them: `hh:mm:ss`, from one day on `d.hh:mm:ss`. */
export function formatSeconds(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  return days === 0 ? clock : `${days}.${clock}`;
}

/** Seconds for people: `29h`, `30d`, `1h30m`. Hours go up to 47, because IIS's own default is known as 29 hours. */
export function humanDuration(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const days = hours < 48 ? 0 : Math.floor(hours / 24);
  const parts: readonly (readonly [number, string])[] = [
    [days, "d"],
    [hours - days * 24, "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [seconds % 60, "s"],
  ];
  const text = parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count}${unit}`])).join("");
  return text === "" ? "0s" : text;
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
