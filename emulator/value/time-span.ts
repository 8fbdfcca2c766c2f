/**
 * Reads a time span as IIS does: `[-][d.]hh:mm[:ss[.ff]]`, in whole seconds. Hours beyond 23 are hours, so `29:00:00` is
 * a day and five hours. Answers undefined for any other text.
 */
export function parseTimeSpan(text: string): number | undefined {
  const match = /^(-)?(?:(\d+)\.)?(\d+):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, sign, days = "0", hours = "0", minutes = "0", seconds = "0"] = match;
  if (Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const total = Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  return sign === undefined ? total : -total;
}

/** Writes seconds the way appcmd prints them: `[d.]hh:mm:ss`. */
export function formatTimeSpan(seconds: number): string {
  const two = (value: number): string => String(Math.trunc(value)).padStart(2, "0");
  const days = Math.trunc(seconds / 86_400);
  const rest = seconds % 86_400;
  const time = [rest / 3_600, (rest % 3_600) / 60, rest % 60].map(two).join(":");
  return days === 0 ? time : `${days}.${time}`;
}
