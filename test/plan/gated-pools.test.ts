import type { ListedPool, PoolState } from "../../provider/appcmd/answers/pools";
import { gatedPools, gateProblem } from "../../provider/plan/waves/gated-pools";
import type { PlannedChange } from "../../provider/plan/results";
import type { LiveHost } from "../../provider/plan/change/live-host";

function live(pools: Readonly<Record<string, PoolState>>, autoStart = true): LiveHost {
  const listed = Object.entries(pools).map(([name, state]): ListedPool => ({ name, state, settings: { autoStart } }));
  return { pools: new Map(listed.map((pool) => [pool.name.toLowerCase(), pool])) };
}

function changed(kind: "create" | "update" | "delete", name: string): PlannedChange {
  const target = name === "applicationPoolDefaults" ? name : { pool: name };
  return { change: { kind, target, settings: [] } } as unknown as PlannedChange;
}

function gated(
  changes: readonly PlannedChange[],
  before: LiveHost,
  now: LiveHost,
  state?: "Started" | "Stopped",
): Record<string, string> {
  const desired = state === undefined ? [] : [{ target: { pool: "SHOP" }, settings: {}, inherit: [], state }];
  return Object.fromEntries(gatedPools({ changes, desired, before }, now).map(({ pool, because }) => [pool, because]));
}

const none = live({});

test.each<[string, Record<string, string>, Record<string, string>]>([
  [
    "a changed pool that ran",
    gated([changed("update", "Shop")], live({ Shop: "Started" }), none),
    { Shop: "it ran before" },
  ],
  ["a changed pool that was stopped", gated([changed("update", "Shop")], live({ Shop: "Stopped" }), none), {}],
  ["a changed pool of which nothing is known", gated([changed("update", "Shop")], live({ Shop: "Unknown" }), none), {}],
  ["a pool that is as it was", gated([], live({ Shop: "Started" }), none), {}],
  ["a deleted pool", gated([changed("delete", "Shop")], live({ Shop: "Started" }), none), {}],
  [
    "a pool that is declared as Started",
    gated([changed("update", "Shop")], live({ Shop: "Stopped" }), none, "Started"),
    { Shop: "it is declared as Started" },
  ],
  [
    "a pool that is declared as Stopped",
    gated([changed("update", "Shop")], live({ Shop: "Started" }), none, "Stopped"),
    {},
  ],
  ["a new pool", gated([changed("create", "Shop")], none, live({ Shop: "Stopped" })), { Shop: "it starts by itself" }],
  ["a new pool without autoStart", gated([changed("create", "Shop")], none, live({ Shop: "Stopped" }, false)), {}],
  ["a new pool where WAS does not answer", gated([changed("create", "Shop")], none, live({ Shop: "Unknown" })), {}],
  [
    "every pool that ran, where the defaults changed",
    gated(
      [changed("update", "applicationPoolDefaults")],
      live({ Shop: "Started", Api: "Started", Old: "Stopped" }),
      none,
    ),
    { Shop: "it ran before", Api: "it ran before" },
  ],
])("has to run: %s", (_what, found, expected) => {
  expect(found).toEqual(expected);
});

test.each<[PoolState | undefined, string | undefined]>([
  ["Started", undefined],
  ["Stopped", 'web-01: pool "Shop": is Stopped, but it ran before. Rapid-fail protection may have stopped it'],
  [
    "Starting",
    'web-01: pool "Shop": is Starting, but it ran before. Check again later, or set a longer delay before the health check (iispools: --settle)',
  ],
  ["Unknown", 'web-01: pool "Shop": is Unknown, but it ran before. The service WAS does not respond there'],
  [undefined, 'web-01: pool "Shop": is missing, but it ran before. Another tool or person has deleted it'],
])("a pool that is %s", (state, message) => {
  const problem = gateProblem("web-01", { pool: "Shop", because: "it ran before" }, state);
  if (message === undefined) expect(problem).toBeUndefined();
  else expect(problem).toMatchObject({ code: "POOL_STOPPED", message: expect.stringContaining(message) });
});
