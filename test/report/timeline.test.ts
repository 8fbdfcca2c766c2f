import fc from "fast-check";

import type { PoolRecycling } from "../../provider/plan/results";
import {
  bandSeconds,
  crowdPools,
  crowdSeconds,
  daySeconds,
  timelineDays,
  timelineOf,
  type Collision,
} from "../../provider/report/view/timeline";
import { describeRecycling, drawTimeline } from "../../provider/report/html/timeline";
import { formatSeconds } from "../../provider/settings/codecs/timespan-text";

function scheduled(times: Readonly<Record<string, readonly string[]>>): PoolRecycling[] {
  return Object.entries(times).map(([pool, schedule]) => ({ pool, schedule, intervalSeconds: 0 }));
}

function collisionsOf(times: Readonly<Record<string, readonly string[]>>): readonly Collision[] {
  return timelineOf("web-01", scheduled(times)).collisions;
}

const seconds = fc.integer({ min: 0, max: daySeconds - 1 });
/** Times that are near each other, or anything goes. */
const someTimes = fc.oneof(
  fc.array(seconds, { maxLength: 4 }),
  fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 4 }),
  fc.array(fc.integer({ min: daySeconds - 400, max: daySeconds - 1 }), { maxLength: 4 }),
);
const someDays = fc.array(someTimes, { maxLength: 12 });

function recyclingOf(days: readonly (readonly number[])[], shift = 0): PoolRecycling[] {
  return days.map((times, index) => ({
    pool: `Pool${index}`,
    schedule: times.map((time) => formatSeconds((time + shift) % daySeconds)),
    intervalSeconds: 0,
  }));
}

/** The same question answered slowly: which pools restart in the window that begins at a second, over midnight too. */
function poolsWithin(recycling: readonly PoolRecycling[], start: number, length: number): string[] {
  return timelineOf("", recycling)
    .pools.filter(({ schedule }) => schedule.some((at) => (at - start + daySeconds) % daySeconds < length))
    .map(({ pool }) => pool);
}

describe("a timeline", () => {
  it("follows an interval of 29 hours over a week, as it drifts through the day", () => {
    const { pools } = timelineOf("web-01", [{ pool: "Api", intervalSeconds: 104_400, schedule: [] }]);
    expect(pools[0]?.drift.map(({ day, second }) => `${day} ${formatSeconds(second)}`)).toEqual([
      ...["1 05:00:00", "2 10:00:00", "3 15:00:00", "4 20:00:00", "6 01:00:00"],
    ]);
  });

  it.each([
    ["12h", 43_200, [43_200, 0]],
    ["a day", daySeconds, [0]],
    ["less than an hour", bandSeconds - 60, []],
    ["more than a week", daySeconds * 8, []],
  ])("shows an interval of %s once a place", (_, intervalSeconds, expected) => {
    const { pools } = timelineOf("web-01", [{ pool: "Api", intervalSeconds, schedule: [] }]);
    expect(pools[0]?.drift.map(({ second }) => second)).toEqual(expected);
  });

  it("puts every mark of an interval into the week, on its own day", () => {
    fc.assert(
      fc.property(fc.integer({ min: bandSeconds, max: daySeconds * 8 }), (intervalSeconds) => {
        const [pool] = timelineOf("h", [{ pool: "P", intervalSeconds, schedule: [] }]).pools;
        for (const [index, { day, second }] of pool?.drift.entries() ?? []) {
          // Midnight is the end of the day that it ends, so that the week has seven days.
          expect(day * daySeconds + (second === 0 ? daySeconds : second)).toBe((index + 1) * intervalSeconds);
          expect(day).toBeLessThan(timelineDays);
        }
      }),
      { examples: [[daySeconds / 2], [42 * 3600]] },
    );
  });

  it("names the pools that never recycle by themselves", () => {
    const { pools, never } = timelineOf("web-01", scheduled({ A: ["03:00:00"], B: [] }));
    expect([pools.map(({ pool }) => pool), never]).toEqual([["A"], ["B"]]);
  });

  it("leaves times that are no time of day out", () => {
    expect(timelineOf("web-01", scheduled({ A: ["24:00:00", "soon", "03:00:00"] })).pools[0]?.schedule).toEqual([
      10_800,
    ]);
  });
});

describe("a collision", () => {
  it("is two pools in the same minute", () => {
    expect(collisionsOf({ A: ["03:00:00"], B: ["03:00:59"], C: ["03:01:00"] })).toEqual([
      { kind: "same minute", from: 10_800, to: 10_859, pools: ["A", "B"] },
    ]);
  });

  it("is more than three pools within five minutes, over midnight too", () => {
    expect(collisionsOf({ A: ["23:58:00"], B: ["23:59:00"], C: ["00:00:00"], D: ["00:02:59"] })).toEqual([
      { kind: "crowded", from: 86_280, to: 179, pools: ["A", "B", "C", "D"] },
    ]);
    expect(collisionsOf({ A: ["23:58:00"], B: ["23:59:00"], C: ["00:00:00"], D: ["00:03:00"] })).toEqual([]);
  });

  it("is no pool alone, nor an interval, whose start is not known", () => {
    expect(collisionsOf({ A: ["03:00:00", "03:00:30", "03:01:00", "03:02:00"] })).toEqual([]);
    const same = ["A", "B", "C", "D", "E"].map((pool) => ({ pool, schedule: [], intervalSeconds: 3600 }));
    expect(timelineOf("web-01", same).collisions).toEqual([]);
  });

  it("is there exactly where a slow search finds one", () => {
    fc.assert(
      fc.property(someDays, (days) => {
        const recycling = recyclingOf(days);
        const { pools, collisions } = timelineOf("h", recycling);
        const inCollision = (pool: string, kind: Collision["kind"]): boolean =>
          collisions.some((one) => one.kind === kind && one.pools.includes(pool));
        for (const { pool, schedule } of pools) {
          const shared = schedule.some((at) => poolsWithin(recycling, at - (at % 60), 60).length > 1);
          expect(inCollision(pool, "same minute")).toBe(shared);
        }
        const crowd = pools.flatMap(({ schedule }) =>
          schedule
            .map((at) => ({ at, of: poolsWithin(recycling, at, crowdSeconds) }))
            .filter(({ of }) => of.length > crowdPools),
        );
        for (const { of } of crowd)
          expect(collisions.some((one) => of.every((pool) => one.pools.includes(pool)))).toBe(true);
        const crowded = collisions.filter(({ kind }) => kind === "crowded");
        for (const { pools: hit } of crowded) {
          for (const pool of hit) expect(crowd.some(({ of }) => of.includes(pool))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("moves with the clock: later by whole minutes, the same pools collide", () => {
    const sorted = (collisions: readonly Collision[]): string[] =>
      collisions.map(({ kind, pools }) => `${kind} ${[...pools].sort().join()}`).sort();
    fc.assert(
      fc.property(someDays, fc.integer({ min: 0, max: 1439 }), (days, minutes) => {
        const later = timelineOf("h", recyclingOf(days, minutes * 60)).collisions;
        expect(sorted(later)).toEqual(sorted(timelineOf("h", recyclingOf(days)).collisions));
      }),
      { numRuns: 300 },
    );
  });
});

describe("the picture", () => {
  it("has a row a pool, a tick a time, a dot a mark", () => {
    fc.assert(
      fc.property(someDays, fc.integer({ min: 0, max: daySeconds * 2 }), (days, intervalSeconds) => {
        const timeline = timelineOf(
          "h",
          recyclingOf(days).map((one) => ({ ...one, intervalSeconds })),
        );
        const svg = drawTimeline(timeline);
        const count = (text: string): number => svg.split(text).length - 1;
        const sum = (of: (pool: (typeof timeline.pools)[number]) => number): number =>
          timeline.pools.reduce((total, pool) => total + of(pool), 0);
        expect(count('<g class="row"')).toBe(timeline.pools.length);
        expect(count('<line class="tick')).toBe(sum(({ schedule }) => schedule.length));
        expect(count("<circle")).toBe(sum(({ drift }) => drift.length));
        expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      }),
      { numRuns: 100 },
    );
  });

  it("says in words what a row shows", () => {
    expect(describeRecycling({ schedule: [10_800, 54_030], intervalSeconds: 104_400 })).toBe(
      "daily at 03:00, 15:00:30; every 29 h",
    );
  });
});
