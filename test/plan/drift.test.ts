import type { Declared } from "../../provider/pool-file/pool/declared";
import { FileNode } from "../../provider/pool-file/yaml/file-node";
import type { IgnoreRule, PoolFiles } from "../../provider/pool-file/pool-file";
import { SourceText } from "../../provider/pool-file/yaml/source-text";
import { findDrift } from "../../provider/plan/drift/find-drift";
import { desiredOn, matchesPattern } from "../../provider/plan/change/desired";
import { prunablePools } from "../../provider/plan/drift/prunable-pools";
import { protectSettings } from "../../provider/settings/value";
import { Secret } from "../../provider/secret";
import { driftNotes } from "../../provider/report/document/notes";
import { liveHost } from "./live";

const at = (line: number) => ({ file: "pools.yaml", line, column: 3 });
const vars = "environmentVariables";

function pool(name: string, settings: Declared["settings"] = {}, more: object = {}): Declared {
  return {
    name,
    hosts: ["web-01"],
    settings,
    isPresent: true,
    positions: { "": at(2), queueLength: at(4) },
    secretNames: {},
    ...{ node: new FileNode(new SourceText("pools.yaml", ""), { at: 0, value: {} }), open: [] },
    ...more,
  };
}

function rule(where: Partial<IgnoreRule>): IgnoreRule {
  return { hosts: ["web-01"], reason: "agreed", position: at(9), ...where };
}

function files(pools: readonly Declared[], ignore: readonly IgnoreRule[] = []): PoolFiles {
  return { names: [], hosts: [], groups: [], pools, defaults: [], ignore, unused: [] };
}

describe("a pool that is stopped", () => {
  const stopped = liveHost(
    { Shop: { autoStart: true }, Jobs: { autoStart: false }, Api: {}, Other: {} },
    { state: "Stopped" },
  );

  it("is named if no file declares its state, and if it would start with IIS", () => {
    const wanted = desiredOn(files([pool("shop"), pool("Jobs"), pool("Api", {}, { state: "Stopped" })]), "web-01");
    const drift = findDrift(wanted, stopped);
    expect(drift.stopped).toEqual(["Shop"]);
    expect(driftNotes(drift)).toContainEqual({
      kind: "warning",
      text: "1 pool is stopped, and no file declares its state: Shop. To report that as drift: state: Started",
      pools: ["Shop"],
    });
    expect(findDrift(wanted, liveHost({ Shop: {} }))).not.toHaveProperty("stopped");
  });
});

describe("what the files want of a host", () => {
  it("are its own pools, those that are to go, and the rules that concern it", () => {
    const other = { hosts: ["web-02"] };
    const wanted = desiredOn(
      files(
        [pool("Shop", { queueLength: 5 }), pool("Old", {}, { isPresent: false }), pool("Elsewhere", {}, other)],
        [rule({}), rule({ host: "WEB-*" }), rule({ host: "db-*" }), rule(other)],
      ),
      "web-01",
    );
    expect(wanted.desired.map(({ target, settings }) => [target, settings])).toEqual([
      [{ pool: "Shop" }, { queueLength: 5 }],
    ]);
    expect(wanted.absent).toEqual(["Old"]);
    expect(wanted.ignore).toHaveLength(2);
    expect(wanted.declarations.get("shop")?.positions["queueLength"]).toEqual(at(4));
  });
});

describe("drift", () => {
  const live = liveHost(
    {
      shop: protectSettings({ queueLength: 1000, autoStart: true, "processModel.password": "canary-live" }),
      Stray: {},
      Old: {},
    },
    {
      explicit: {
        shop: protectSettings({ queueLength: 1000, autoStart: true, "processModel.password": "canary-live" }),
      },
    },
  );
  const declared = [pool("Shop", { queueLength: 2000 }), pool("Old", {}, { isPresent: false })];

  it("has declared differences, undeclared settings and unknown pools as groups of their own", () => {
    const drift = findDrift(desiredOn(files(declared), "web-01"), live);
    expect(drift.declared.map(({ change, reason }) => [change.kind, reason])).toEqual([
      ["delete", "absent"],
      ["update", "declared"],
    ]);
    expect(drift.declared[1]).toMatchObject({
      positions: { queueLength: at(4) },
      impact: { kind: "recycles now, overlapped" },
    });
    expect(drift.undeclared).toEqual([
      { kind: "undeclared", pool: "shop", path: "autoStart", value: true },
      { kind: "undeclared", pool: "shop", path: "processModel.password", value: new Secret("canary-live") },
    ]);
    expect(drift.unknownPools).toEqual(["Stray"]);
    expect(JSON.stringify(drift)).not.toContain("canary");
  });

  it("takes the autoStart that a state implies for declared", () => {
    const withState = { state: "Started", settings: { queueLength: 1000 } };
    const drift = findDrift(desiredOn(files([pool("Shop", {}, withState)]), "web-01"), live);
    expect(drift.undeclared.map(({ path }) => path)).toEqual(["processModel.password"]);
  });

  it("reports unknown attributes only where they are explicit, at a declared pool or the defaults, and no value", () => {
    const text = new Secret("canary");
    const odd = { state: "Started", settings: {}, unknown: { "cpu.new": text, newer: text } } as const;
    const pools = new Map(["Shop", "Api", "Stray"].map((name) => [name.toLowerCase(), { name, ...odd }]));
    const unknown = {
      ...{ "[name='Shop'].cpu.new": text, "[name='Stray'].cpu.new": text },
      ...{ "applicationPoolDefaults.newer": text, odd: text },
    };
    const explicit = { pools: new Map(), defaults: {}, unknown };
    const unknownIn = (defaults: readonly Declared[]): unknown =>
      findDrift(desiredOn({ ...files([pool("shop"), pool("Api")]), defaults }, "web-01"), { pools, explicit })
        .unknownSettings;
    const own = { kind: "unknown setting", pool: "Shop", path: "cpu.new" };
    expect(unknownIn([])).toEqual([own]);
    const ofDefaults = { kind: "unknown setting", pool: "applicationPoolDefaults", path: "newer" };
    expect(unknownIn([pool("applicationPoolDefaults")])).toEqual(expect.arrayContaining([own, ofDefaults]));
  });

  it.each<[string, Partial<IgnoreRule>, readonly [number, number, number, number]]>([
    ["of one setting", { pool: "Shop", path: "queueLength" }, [1, 2, 1, 1]],
    ["of a group", { path: "processModel" }, [2, 1, 1, 1]],
    ["of any setting", { path: "*" }, [1, 0, 1, 3]],
    ["of a pool", { pool: "SH*" }, [1, 0, 1, 3]],
    ["of an unknown pool", { pool: "Stray" }, [2, 2, 0, 1]],
    ["of everything", {}, [0, 0, 0, 5]],
    ["of nothing that is there", { pool: "Gone" }, [2, 2, 1, 0]],
  ])("keeps to a rule %s", (_what, where, counts) => {
    const drift = findDrift(desiredOn(files(declared, [rule(where)]), "web-01"), live);
    const { declared: changes, undeclared, unknownPools, suppressed } = drift;
    expect([changes.length, undeclared.length, unknownPools.length, suppressed.length]).toEqual(counts);
    expect(drift.unusedRules).toHaveLength(counts[3] === 0 ? 1 : 0);
  });

  it("suppresses a state, and leaves what else differs", () => {
    const withState = { state: "Stopped", settings: { autoStart: true, queueLength: 5 } };
    const wanted = desiredOn(files([pool("Shop", {}, withState)], [rule({ path: "state" })]), "web-01");
    const { declared: changes, suppressed } = findDrift(wanted, live);
    expect(changes[0]?.change).not.toHaveProperty("state");
    expect(suppressed).toMatchObject([
      { finding: { kind: "declared", change: { settings: [], state: { from: "Started", to: "Stopped" } } } },
    ]);
  });

  it("suppresses a map where a rule is about every entry that differs", () => {
    const host = liveHost({ Shop: { [vars]: { PATH: "a", KEEP: "k" } } });
    const names = [rule({ path: `${vars}.path` })];
    const same = findDrift(desiredOn(files([pool("Shop", { [vars]: { KEEP: "k" } })], names), "web-01"), host);
    const more = findDrift(desiredOn(files([pool("Shop", { [vars]: { KEEP: "other" } })], names), "web-01"), host);
    expect([same.declared.length, more.declared.length]).toEqual([0, 1]);
  });
});

describe("pools to prune", () => {
  it("are those that nobody needs; the others are named with the reason", () => {
    const live = liveHost({ Shop: {}, DefaultAppPool: {}, Used: {}, Kept: {}, Gone: {}, Old: {} });
    const wanted = desiredOn(
      files([pool("SHOP"), pool("Old", {}, { isPresent: false })], [rule({ pool: "Kept" }), rule({ path: "*" })]),
      "web-01",
    );
    const applications = [
      { name: "Site/", pool: "USED" },
      { name: "Site/api", pool: "Used" },
    ];
    const { prunable, kept } = prunablePools(live, wanted, applications);
    expect(prunable).toEqual(["Gone"]);
    expect(kept.map(({ pool: name, reason }) => `${name}: ${reason}`)).toEqual([
      "DefaultAppPool: it belongs to IIS and is never pruned",
      'Used: application "Site/" and 1 more use it',
      "Kept: an ignore rule keeps it: agreed",
    ]);
  });
});

describe("a pattern", () => {
  it.each([
    ["Shop", "shop", true],
    ["Shop", "Shops", false],
    ["*", "", true],
    ["S*p", "Shop", true],
    ["S*p", "Sp", true],
    ["a*a", "a", false],
    ["*.time*", "recycling.periodicRestart.time", true],
    ["a*b*c", "a-c-b", false],
    ["a.c", "abc", false],
    ["*ab*ab*", "ab", false],
  ])("%s and %s: %s", (pattern, text, matches) => {
    expect(matchesPattern(pattern, text)).toBe(matches);
  });
});
