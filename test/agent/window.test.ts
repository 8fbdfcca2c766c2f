import * as fc from "fast-check";
import { formatWindow, isInWindow, splayOf, windowMember } from "../../provider/agent/window";

const read = (text: string): ReturnType<typeof windowMember.safeParse> => windowMember.safeParse(text);
const at = (hours: number, minutes: number): Date => new Date(2026, 11, 1, hours, minutes);

test.each([
  ["02:00-04:00", 2, 0, true],
  ["02:00-04:00", 3, 59, true],
  ["02:00-04:00", 4, 0, false],
  ["02:00-04:00", 1, 59, false],
  ["22:00-02:00", 23, 0, true],
  ["22:00-02:00", 0, 0, true],
  ["22:00-02:00", 1, 59, true],
  ["22:00-02:00", 2, 0, false],
  ["22:00-02:00", 12, 0, false],
])("%s at %i:%i: %s", (text, hours, minutes, expected) => {
  const { data } = read(text);
  expect(data && isInWindow([data], at(hours, minutes))).toBe(expected);
});

test("several windows hold what one of them holds, and none holds everything", () => {
  const windows = ["02:00-03:00", "12:00-13:00"].flatMap((text) => read(text).data ?? []);
  expect([2, 12, 5].map((hour) => isInWindow(windows, at(hour, 30)))).toEqual([true, true, false]);
  expect(isInWindow([], at(5, 0))).toBe(true);
});

test("each minute of the day is in a window or in the one that is left", () => {
  const minute = fc.integer({ min: 0, max: 1439 });
  fc.assert(
    fc.property(minute, minute, minute, (from, to, now) => {
      fc.pre(from !== to);
      const time = at(Math.floor(now / 60), now % 60);
      expect(isInWindow([{ from, to }], time)).not.toBe(isInWindow([{ from: to, to: from }], time));
      expect(read(formatWindow({ from, to })).data).toEqual({ from, to });
    }),
  );
});

test.each(["24:00-01:00", "2:00-4:00", "02:00", "02:00-02:00", "", "02:60-03:00", "02:00-04:00 "])(
  "%j is no window",
  (text) => {
    expect(read(text).success).toBe(false);
  },
);

test("the splay of a host is always the same, in any letter case, and hosts are spread over the whole time", () => {
  const minutes = 10;
  const waits = Array.from({ length: 10_000 }, (_, index) => splayOf(`web-${index}`, minutes * 60_000));
  expect(splayOf("WEB-7", minutes * 60_000)).toBe(waits[7]);
  const perMinute = Map.groupBy(waits, (wait) => Math.floor(wait / 60_000));
  expect([...perMinute.keys()].sort((a, b) => a - b)).toEqual([...Array(minutes).keys()]);
  for (const hosts of perMinute.values()) expect(Math.abs(hosts.length - 1000)).toBeLessThan(150);
  expect(splayOf("web-1", 0)).toBe(0);
});
