import type { PoolState } from "../../provider/appcmd/answers/pools";
import { desiredOf } from "../../provider/plan/change/desired";
import { findDrift } from "../../provider/plan/drift/find-drift";
import { wantedIn } from "../engine/planned";
import { liveHost } from "./live";

/** What drift says of a pool that is declared in that state, on a host where it is and starts so. */
function drift(declared: string, state: PoolState, autoStart: boolean): unknown[] {
  const wanted = wantedIn(`pools: { Shop: { ${declared} } }`);
  return findDrift(wanted, liveHost({ Shop: { autoStart } }, { state })).declared.map(({ change }) => change);
}

const update = { kind: "update", target: { pool: "Shop" } };
const starts = { path: "autoStart", from: false, to: true };
const startsNot = { path: "autoStart", from: true, to: false };

describe("a declared state", () => {
  it.each([
    ["Started", true],
    ["Stopped", false],
  ] as const)("%s implies autoStart %s", (state, autoStart) => {
    expect(desiredOf({ pool: "Shop" }, { settings: {}, state })).toMatchObject({ state, settings: { autoStart } });
  });

  it.each([
    ["state: Stopped", "Stopped", false],
    ["state: Stopped", "Stopping", false],
    ["state: Started", "Started", true],
    ["state: Started", "Starting", true],
    ["state: Stopped, autoStart: true", "Stopped", true],
    ["autoStart: true", "Stopped", true],
  ] as const)("%s is no difference where the pool is %s with autoStart %s", (declared, state, autoStart) => {
    expect(drift(declared, state, autoStart)).toEqual([]);
  });

  it("is a difference where a stopped pool would start with the service", () => {
    expect(drift("state: Stopped", "Stopped", true)).toEqual([{ ...update, settings: [startsNot] }]);
  });

  it("is a difference where a started pool would not start with the service", () => {
    expect(drift("state: Started", "Started", false)).toEqual([{ ...update, settings: [starts] }]);
  });

  it.each([
    ["Stopped", "Started", false],
    ["Started", "Stopped", true],
    ["Started", "Stopping", true],
  ] as const)("%s is a difference where the pool is %s now, and starts as declared", (declared, state, autoStart) => {
    const change = { ...update, settings: [], state: { from: state, to: declared } };
    expect(drift(`state: ${declared}`, state, autoStart)).toEqual([change]);
  });

  it("is two differences where neither is as declared", () => {
    expect(drift("state: Stopped", "Started", true)).toEqual([
      { ...update, settings: [startsNot], state: { from: "Started", to: "Stopped" } },
    ]);
  });
});

describe("where what differs is declared", () => {
  it("is the line of the state, for the autoStart that follows from it", () => {
    const wanted = wantedIn("pools:\n  Shop:\n    state: Stopped");
    const { declared } = findDrift(wanted, liveHost({ Shop: { autoStart: true } }));
    expect(declared[0]?.positions["autoStart"]).toMatchObject({ line: 4, column: 5 });
  });
});
