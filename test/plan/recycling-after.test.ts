import type { PoolChange } from "../../provider/plan/change/change";
import { recyclingAfter } from "../../provider/plan/assess/recycling-after";
import { liveHost } from "./live";

const time = "recycling.periodicRestart.time";
const schedule = "recycling.periodicRestart.schedule";

const host = liveHost(
  { Own: { [time]: "1.05:00:00", [schedule]: ["03:00:00"] }, heir: { [time]: "1.05:00:00", [schedule]: [] } },
  { explicit: { Own: { [time]: "1.05:00:00" } }, defaults: { [time]: "08:00:00" } },
);

const set = (target: PoolChange["target"], path: string, to: string | string[]): PoolChange => ({
  kind: "update",
  target: target as { pool: string },
  settings: [{ path, from: undefined, to }],
});

describe("when pools recycle once the changes are made", () => {
  it("is as it was where nothing changes, in the order of their names", () => {
    expect(recyclingAfter(host, [])).toEqual([
      { pool: "heir", intervalSeconds: 104_400, schedule: [] },
      { pool: "Own", intervalSeconds: 104_400, schedule: ["03:00:00"] },
    ]);
  });

  it.each<[string, PoolChange, unknown]>([
    ["a changed interval", set({ pool: "own" }, time, "00:00:00"), [104_400, 0]],
    ["a changed schedule", set({ pool: "Own" }, schedule, []), [104_400, 104_400]],
    ["changed defaults, in the pools that inherit", set("applicationPoolDefaults", time, "01:00:00"), [3600, 104_400]],
    ["a deleted pool, which is left out", { kind: "delete", target: { pool: "heir" } }, [104_400]],
    [
      "a new pool, with what it inherits",
      { kind: "create", target: { pool: "A" }, settings: [] },
      [28_800, 104_400, 104_400],
    ],
  ])("shows %s", (_what, change, expected) => {
    expect(recyclingAfter(host, [change]).map(({ intervalSeconds }) => intervalSeconds)).toEqual(expected);
  });

  it("takes IIS's own 29 hours for a new pool where the defaults were not read", () => {
    expect(recyclingAfter(liveHost({}), [{ kind: "create", target: { pool: "A" }, settings: [] }])).toEqual([
      { pool: "A", intervalSeconds: 104_400, schedule: [] },
    ]);
  });
});
