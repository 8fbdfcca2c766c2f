import { readBy, type ReadValue } from "../input/members";
import { describeWrong, showGiven } from "../input/wording";
import { sha256 } from "../sha256";
import { hostNameKey } from "../names";

/** A part of each day in local time, from its first minute up to its last one, which is not in it. Both are minutes after midnight. */
export interface DailyWindow {
  readonly from: number;
  /** At most `from` for one that ends on the next day. */
  readonly to: number;
}

const form = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/;
const what = "a part of the day, for example 02:00-04:00 or 22:00-02:00";

/** Reads `02:00-04:00`. */
export const windowMember = readBy((input): ReadValue<DailyWindow> => {
  const [, ...parts] = form.exec(String(input)) ?? [];
  const [fromHour = NaN, fromMinute = NaN, toHour = NaN, toMinute = NaN] = parts.map(Number);
  const window = { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute };
  if (Number.isNaN(window.to)) return { faults: [{ message: describeWrong(what, input, showGiven) }] };
  if (window.from === window.to) return { faults: [{ message: "must not begin and end at the same time" }] };
  return { value: window };
}, what);

/** Whether a time is in one of the windows, by the clock of this machine; without any window it always is. */
export function isInWindow(windows: readonly DailyWindow[], time: Date): boolean {
  const minute = time.getHours() * 60 + time.getMinutes();
  const holds = ({ from, to }: DailyWindow): boolean =>
    from < to ? minute >= from && minute < to : minute >= from || minute < to;
  return windows.length === 0 || windows.some(holds);
}

/** How long a host waits before its run, in milliseconds from 0 to `splayMs`: always the same, and spread evenly over hosts. */
export function splayOf(host: string, splayMs: number): number {
  return Math.floor((sha256(hostNameKey(host)).readUInt32BE() / 2 ** 32) * splayMs);
}

/** A window as `--window` has it. */
export function formatWindow({ from, to }: DailyWindow): string {
  const clock = (minute: number): string =>
    [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
  return `${clock(from)}-${clock(to)}`;
}
