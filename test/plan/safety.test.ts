import type { PoolChange } from "../../provider/plan/change/change";
import type { PlannedChange } from "../../provider/plan/results";
import type { LiveHost } from "../../provider/plan/change/live-host";
import { assessRisks } from "../../provider/plan/assess/safety";
import { Secret } from "../../provider/secret";
import { liveHost } from "./live";

function planned(change: PoolChange, pools?: number): PlannedChange {
  const impact = { kind: "none", loses: [], ...(pools !== undefined && { pools }) } as const;
  return { change, reason: "declared", impact, positions: {} };
}

function updates(count: number, path = "queueLength"): PlannedChange[] {
  return Array.from({ length: count }, (_, index) =>
    planned({ kind: "update", target: { pool: `Pool ${index}` }, settings: [{ path, from: undefined, to: "x" }] }),
  );
}

function host(pools: number, identityType = "SpecificUser"): LiveHost {
  const settings = { "processModel.identityType": identityType };
  return liveHost(Object.fromEntries(Array.from({ length: pools }, (_, index) => [`Pool ${index}`, settings])));
}

const settings: [] = [];
const deletion = planned({ kind: "delete", target: { pool: "Old" } });
const stop = planned({
  kind: "update",
  target: { pool: "Shop" },
  settings,
  state: { from: "Started", to: "Stopped" },
});
const creation = planned({
  kind: "create",
  target: { pool: "New" },
  settings: [{ path: "processModel.identityType", from: undefined, to: "LocalSystem" }],
  state: { from: undefined, to: "Stopped" },
});

describe("the risks of a plan", () => {
  it.each([
    ["6 of 20, not more than 30 %", 6, 20, 0],
    ["7 of 20", 7, 20, 1],
    ["3 of 4, too few to count", 3, 4, 0],
    ["5 of 5, too few to count", 5, 5, 0],
    ["6 of 6", 6, 6, 1],
  ])("count the pools that change: %s", (_what, count, pools, risks) => {
    expect(assessRisks("web-01", updates(count), host(pools))).toHaveLength(risks);
  });

  it("say where, what, how much and the way out", () => {
    expect(assessRisks("web-01", updates(6), host(12))).toEqual([
      {
        rule: "many-pools",
        host: "web-01",
        problem: "6 of 12 pools would change (50 %, more than 30 %)",
        hint: "Read the plan. To apply it anyway: --allow many, or --force for all risks",
        pools: ["Pool 0", "Pool 1", "Pool 2", "Pool 3", "Pool 4", "Pool 5"],
      },
    ]);
  });

  it("count what a change of the defaults reaches, and no pool twice over", () => {
    const defaults = planned({ kind: "update", target: "applicationPoolDefaults", settings }, 9);
    const [risk] = assessRisks("web-01", [defaults, ...updates(5)], host(10));
    expect(risk?.problem).toContain("up to 10 of 10 pools");
  });

  it.each([
    ["delete", deletion, '1 of 10 pools would be deleted: "Old"'],
    ["stop", stop, '1 of 10 pools would be stopped, and their applications would respond with 503: "Shop"'],
    ["identity", updates(1, "processModel.password")[0]!, 'another account or with another password: "Pool 0"'],
  ])("see %s", (rule, change, message) => {
    expect(assessRisks("web-01", [change], host(10))).toEqual([
      expect.objectContaining({ rule, problem: expect.stringContaining(message) }),
    ]);
  });

  it.each([
    ["ApplicationPoolIdentity", 0],
    ["SpecificUser", 1],
  ])("an account that is removed beside %s: %i", (type, risks) => {
    const removal = planned({
      kind: "update",
      target: { pool: "Pool 0" },
      settings: [
        { path: "processModel.userName", from: "CORP\\svc", to: "" },
        { path: "processModel.password", from: new Secret("x"), to: new Secret("") },
      ],
    });
    expect(assessRisks("web-01", [removal], host(10, type))).toHaveLength(risks);
  });

  it("name at most five pools", () => {
    const [risk] = assessRisks("web-01", updates(7, "processModel.userName"), host(100));
    expect(risk?.problem).toMatch(/"Pool 4" and 2 more$/);
  });

  it("see none in new pools", () => {
    expect(
      assessRisks(
        "web-01",
        Array.from({ length: 9 }, () => creation),
        host(3),
      ),
    ).toEqual([]);
  });
});
