import fc from "fast-check";

import { handOver, recyclingOf } from "../../provider/plan/results";

const pids = fc.uniqueArray(fc.integer({ min: 1, max: 30 }));

describe("a hand-over", () => {
  it("has every process of the pool once: new, draining, or gone", () => {
    fc.assert(
      fc.property(pids, pids, pids, (before, now, others) => {
        const workers = [
          ...now.map((pid) => ({ pid, pool: "SHOP" })),
          ...others.map((pid) => ({ pid: pid + 100, pool: "Shop2" })),
        ];
        const { oldPids, newPids, drainingPids } = handOver("Shop", before, workers);
        expect(oldPids).toEqual(before);
        expect([...newPids, ...drainingPids].sort((a, b) => a - b)).toEqual([...now].sort((a, b) => a - b));
        expect(drainingPids.every((pid) => before.includes(pid))).toBe(true);
        expect(newPids.some((pid) => before.includes(pid))).toBe(false);
      }),
    );
  });
});

describe("how a pool recycles", () => {
  it.each([
    [{}, { isOverlapped: true, shutdownTimeLimit: 90 }],
    [
      { "recycling.disallowOverlappingRotation": true, "processModel.shutdownTimeLimit": "1.00:00:05" },
      { isOverlapped: false, shutdownTimeLimit: 86_405 },
    ],
    [{ "recycling.disallowOverlappingRotation": false }, { isOverlapped: true, shutdownTimeLimit: 90 }],
  ])("is told from its settings %j", (settings, expected) => {
    expect(recyclingOf({ name: "Shop", state: "Started", settings })).toEqual(expected);
  });
});
