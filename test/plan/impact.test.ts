import type { PoolChange, SettingChange } from "../../provider/plan/change/change";
import { impactOf } from "../../provider/plan/assess/impact";
import { findPool } from "../../provider/plan/change/live-host";
import type { PoolState } from "../../provider/appcmd/answers/pools";
import type { Settings } from "../../provider/settings/value";
import { liveHost } from "./live";

const noOverlap = "recycling.disallowOverlappingRotation";
const noRotation = "recycling.disallowRotationOnConfigChange";
const limit = "processModel.shutdownTimeLimit";
const queue: SettingChange = { path: "queueLength", from: 1000, to: 2000 };
const auto: SettingChange = { path: "autoStart", from: true, to: false };

function update(settings: readonly SettingChange[], to?: "Started" | "Stopped"): PoolChange {
  return { kind: "update", target: { pool: "Shop" }, settings, ...(to && { state: { from: "Started", to } }) };
}

const deletion: PoolChange = { kind: "delete", target: { pool: "Shop" } };

describe("what a change does to running worker processes", () => {
  it.each<[string, PoolChange, Settings, PoolState, string, RegExp | undefined]>([
    ["a setting", update([queue]), { [limit]: "00:01:30" }, "Started", "recycles now, overlapped", /up to 90 s/],
    ["a long drain", update([queue]), { [limit]: "00:10:00" }, "Started", "recycles now, overlapped", /up to 10 min/],
    ["an unknown drain", update([queue]), {}, "Started", "recycles now, overlapped", /its shutdownTimeLimit/],
    ["WAS that does not answer", update([queue]), {}, "Unknown", "recycles now, overlapped", undefined],
    ["no overlap", update([queue]), { [noOverlap]: true }, "Started", "recycles now, not overlapped", /requests wait/],
    [
      "no overlap from now on",
      update([{ path: noOverlap, from: false, to: true }]),
      { [noOverlap]: false },
      "Started",
      "recycles now, not overlapped",
      undefined,
    ],
    [
      "no overlap until now",
      update([{ path: noOverlap, from: true, to: false }]),
      { [noOverlap]: true },
      "Started",
      "recycles now, not overlapped",
      undefined,
    ],
    ["no rotation", update([queue]), { [noRotation]: true }, "Started", "on next start", /keep the old settings/],
    [
      "no rotation from now on",
      update([{ path: noRotation, from: false, to: true }]),
      { [noRotation]: false },
      "Started",
      "recycles now, overlapped",
      undefined,
    ],
    [
      "no rotation until now",
      update([{ path: noRotation, from: true, to: false }]),
      { [noRotation]: true },
      "Started",
      "recycles now, overlapped",
      undefined,
    ],
    ["autoStart alone", update([auto]), {}, "Started", "on next start", /autoStart/],
    ["autoStart and more", update([auto, queue]), {}, "Started", "recycles now, overlapped", undefined],
    ["a stopped pool", update([queue]), {}, "Stopped", "on next start", /stopped/],
    ["a stop", update([queue], "Stopped"), {}, "Started", "stops now", undefined],
    ["a start", update([queue], "Started"), {}, "Stopped", "starts now", undefined],
    ["a deletion", deletion, {}, "Started", "stops now", /503/],
    ["a deletion of a stopped pool", deletion, {}, "Stopped", "none", /stopped/],
  ])("tells it of %s", (_what, change, settings, state, kind, reason) => {
    const impact = impactOf(change, findPool(liveHost({ Shop: settings }, { state }), "Shop"));
    const ends = kind.startsWith("recycles") || kind === "stops now";
    expect(impact.kind).toBe(kind);
    expect(impact.loses).toHaveLength(ends ? 3 : 0);
    if (reason !== undefined) expect(impact.reason).toMatch(reason);
  });

  it("is none where the pool is new", () => {
    expect(impactOf({ kind: "create", target: { pool: "New" }, settings: [queue] }, undefined)).toEqual({
      kind: "none",
      loses: [],
    });
  });
});

describe("what a change of applicationPoolDefaults does", () => {
  const change: PoolChange = { kind: "update", target: "applicationPoolDefaults", settings: [queue] };
  const pools = { Own: { queueLength: 1000 }, A: { queueLength: 1000, [noOverlap]: true }, B: { queueLength: 1000 } };

  it("reaches the pools that do not say it themselves, and is the worst that happens to one", () => {
    const live = liveHost(pools, { explicit: { Own: { queueLength: 1000 }, A: {}, B: {} } });
    const reason = "2 of 3 pools inherit the changed settings, 2 of them recycle";
    expect(impactOf(change, undefined, live)).toMatchObject({
      kind: "recycles now, not overlapped",
      reason,
      pools: 2,
      recycles: 2,
    });
  });

  it("may reach every pool with the old value where it is not known what is explicit", () => {
    const live = liveHost({ ...pools, Other: { queueLength: 5 } });
    expect(impactOf(change, undefined, live)).toMatchObject({
      pools: 3,
      reason: "up to 3 of 4 pools inherit the changed settings, up to 3 of them recycle",
    });
  });

  it("recycles nothing where every pool says it itself", () => {
    const live = liveHost({ Own: { queueLength: 1000 } }, { explicit: { Own: { queueLength: 1000 } } });
    expect(impactOf(change, undefined, live)).toMatchObject({ kind: "none", loses: [], pools: 0, recycles: 0 });
  });

  it("recycles no pool that is stopped", () => {
    const live = liveHost(pools, { state: "Stopped", explicit: {} });
    expect(impactOf(change, undefined, live)).toMatchObject({
      kind: "on next start",
      loses: [],
      pools: 3,
      recycles: 0,
    });
  });
});
