import type { PoolChange } from "../../provider/plan/change/change";
import { sameChange } from "../../provider/plan/change/predict-change";
import { Secret } from "../../provider/secret";

const target = { pool: "Shop" };

function update(more: Partial<Exclude<PoolChange, { kind: "delete" | "rename" }>> = {}): PoolChange {
  return { kind: "update", target, settings: [{ path: "queueLength", from: 1000, to: 2000 }], ...more };
}

const password = (from: string | undefined, to: string): PoolChange =>
  update({
    settings: [
      { path: "processModel.password", from: from === undefined ? undefined : new Secret(from), to: new Secret(to) },
    ],
  });

const schedule = (...from: string[]): PoolChange =>
  update({ settings: [{ path: "recycling.periodicRestart.schedule", from, to: ["03:00:00"] }] });

const variables = (from: Record<string, string>, to: Record<string, string>): PoolChange =>
  update({ settings: [{ path: "environmentVariables", from, to }] });
const hidden = variables({ A: "[secret]", B: "[secret]" }, { A: "[secret]", B: "[changed]", C: "[secret]" });

describe("a planned change", () => {
  it.each<[string, PoolChange, PoolChange]>([
    ["as it was", update(), update()],
    ["of a pool whose name has another letter case", update(), update({ target: { pool: "SHOP" } })],
    ["with the same schedule in another order", schedule("01:00:00", "02:00:00"), schedule("02:00:00", "01:00:00")],
    [
      "of a pool that was starting and has started",
      update({ state: { from: "Starting", to: "Stopped" } }),
      update({ state: { from: "Started", to: "Stopped" } }),
    ],
    ["of a secret whose live value was not saved", password(undefined, "b"), password("a", "b")],
    ["of variables as they are shown", hidden, variables({ A: "1", B: "2" }, { A: "1", B: "3", C: "4" })],
    ["that deletes", { kind: "delete", target }, { kind: "delete", target: { pool: "shop" } }],
  ])("is the same %s", (_what, planned, found) => {
    expect(sameChange(planned, found)).toBe(true);
  });

  it.each<[string, PoolChange, PoolChange | undefined]>([
    ["where nothing differs any more", update(), undefined],
    ["for another pool", update(), update({ target: { pool: "Other" } })],
    ["that creates in place of changing", update(), update({ kind: "create" })],
    ["that deletes in place of changing", update(), { kind: "delete", target }],
    ["of variables of which another one changes", hidden, variables({ A: "1", B: "2" }, { A: "9", B: "2", C: "4" })],
    ["of variables, one of which is gone", hidden, variables({ A: "1" }, { A: "1", B: "3", C: "4" })],
    ["of variables with another value", variables({ A: "1" }, { A: "2" }), variables({ A: "1" }, { A: "3" })],
    ["from another value", update(), update({ settings: [{ path: "queueLength", from: 500, to: 2000 }] })],
    ["to another value", update(), update({ settings: [{ path: "queueLength", from: 1000, to: 3000 }] })],
    ["from nothing", update(), update({ settings: [{ path: "queueLength", from: undefined, to: 2000 }] })],
    ["of another setting", update(), update({ settings: [{ path: "autoStart", from: 1000, to: 2000 }] })],
    [
      "with one more setting",
      update(),
      update({
        settings: [
          { path: "queueLength", from: 1000, to: 2000 },
          { path: "autoStart", from: true, to: false },
        ],
      }),
    ],
    ["with a state besides", update(), update({ state: { from: "Started", to: "Stopped" } })],
    [
      "from another state",
      update({ state: { from: "Stopped", to: "Started" } }),
      update({ state: { from: "Unknown", to: "Started" } }),
    ],
    ["to another secret", password("a", "b"), password("a", "c")],
    ["from another secret", password("a", "b"), password("x", "b")],
  ])("is another %s", (_what, planned, found) => {
    expect(sameChange(planned, found)).toBe(false);
  });
});
