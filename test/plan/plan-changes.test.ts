import { showCommand } from "../../provider/appcmd/argument";
import { commandLineLength } from "../../provider/quoting/quote";
import { desiredOf } from "../../provider/plan/change/desired";
import { diffDesired } from "../../provider/plan/change/diff";
import { packCommands } from "../../provider/plan/commands/pack-commands";
import { planChanges } from "../../provider/plan/commands/plan-changes";
import { reverseChange } from "../../provider/plan/change/change";
import type { AttributeValue } from "../../provider/settings/codecs/codecs";
import { protectSettings, type Settings } from "../../provider/settings/value";
import { liveHost } from "./live";

const schedule = "recycling.periodicRestart.schedule";
const start = "appcmd set config -section:system.applicationHost/applicationPools";

function edits(live: Settings, settings: Record<string, AttributeValue>, inherit: string[] = []): string[] {
  const host = liveHost({ Shop: live }, { explicit: { Shop: live } });
  const change = diffDesired(desiredOf({ pool: "Shop" }, { settings }, inherit), host);
  return planChanges(change === undefined ? [] : [change]).flatMap((operation) =>
    operation.arguments.map(({ shown }) => `${operation.verb === "clear config" ? "clear " : ""}${shown}`),
  );
}

describe("the edits of a change", () => {
  it.each([
    ["a number", { queueLength: 1 }, { queueLength: 20 }, ["/[name='Shop'].queueLength:20"]],
    [
      "flags",
      { "recycling.logEventOnRecycle": ["Time"] },
      { "recycling.logEventOnRecycle": ["Time", "Memory"] },
      ["/[name='Shop'].recycling.logEventOnRecycle:Time, Memory"],
    ],
    [
      "a list that grows: the new entries only",
      { [schedule]: ["03:00:00"] },
      { [schedule]: ["03:00:00", "15:00:00"] },
      [`/+[name='Shop'].${schedule}.[value='15:00:00']`],
    ],
    [
      "a list that loses an entry: emptied and written anew",
      { [schedule]: ["03:00:00", "04:00:00"] },
      { [schedule]: ["04:00:00"] },
      [`/-[name='Shop'].${schedule}`, `/+[name='Shop'].${schedule}.[value='04:00:00']`],
    ],
    ["an emptied list", { [schedule]: ["03:00:00"] }, { [schedule]: [] }, [`/-[name='Shop'].${schedule}`]],
    [
      "a changed variable, by its name on the host",
      { environmentVariables: { A: "1", B: "2" } },
      { environmentVariables: { a: "9", B: "2" } },
      ["/[name='Shop'].environmentVariables.[name='A'].value:[secret]"],
    ],
  ])("for %s", (_what, live, settings, expected) => {
    expect(edits(live, settings)).toEqual(expected);
  });

  it("for a setting that is declared no more is a clear", () => {
    expect(edits({ queueLength: 5 }, {}, ["queueLength"])).toEqual(["clear /[name='Shop'].queueLength"]);
  });

  it("keep the identity together in one operation", () => {
    const identity = {
      "processModel.identityType": "SpecificUser",
      "processModel.userName": "CORP\\a",
      "processModel.password": "canary",
    };
    const live = protectSettings({
      "processModel.identityType": "NetworkService",
      "processModel.userName": "",
      "processModel.password": "",
    });
    const change = diffDesired(
      desiredOf({ pool: "Shop" }, { settings: { queueLength: 2, ...identity } }),
      liveHost({ Shop: { queueLength: 1, ...live } }),
    )!;
    const [first] = planChanges([change]);
    expect(first!.arguments.map(({ shown }) => shown)).toEqual([
      "/[name='Shop'].processModel.identityType:SpecificUser",
      "/[name='Shop'].processModel.userName:CORP\\a",
      "/[name='Shop'].processModel.password:[secret]",
    ]);
    expect(JSON.stringify(first!.comment)).not.toContain("canary");
  });
});

describe("packing operations into commands", () => {
  const change = (name: string, settings: Record<string, AttributeValue>) =>
    diffDesired(desiredOf({ pool: name }, { settings }), liveHost({}))!;

  it("makes one commit of all pools", () => {
    const commands = packCommands(planChanges([change("A", { queueLength: 1 }), change("B", {})]), 8000);
    expect(commands.map(showCommand)).toEqual([
      `${start} /+[name='A'] /[name='A'].queueLength:1 /+[name='B'] /commit:apphost`,
    ]);
  });

  it("splits between pools where the line gets too long, and never goes over", () => {
    const operations = planChanges(Array.from({ length: 40 }, (_, i) => change(`Pool ${i}`, { queueLength: 20 })));
    const commands = packCommands(operations, 600);
    expect(commands.length).toBeGreaterThan(1);
    for (const command of commands) {
      const texts = command.map(({ text }) => text);
      expect(commandLineLength(texts)).toBeLessThanOrEqual(600);
      const names = texts.flatMap((text) => /name='([^']+)'/.exec(text)?.[1] ?? []);
      for (const name of new Set(names)) expect(names.filter((other) => other === name)).toHaveLength(2);
    }
    expect(commands.flat().filter(({ text }) => text.startsWith("/+"))).toHaveLength(40);
  });

  it("puts what is cleared into a command of its own", () => {
    const live = liveHost({ A: { queueLength: 5 } }, { explicit: { A: { queueLength: 5 } } });
    const operations = planChanges([diffDesired(desiredOf({ pool: "A" }, { settings: {} }, ["queueLength"]), live)!]);
    expect(packCommands(operations, 8000).map(showCommand)).toEqual([
      "appcmd clear config -section:system.applicationHost/applicationPools /[name='A'].queueLength /commit:apphost",
    ]);
  });

  it("refuses an operation that does not fit into any command", () => {
    const operations = planChanges([change("A", { CLRConfigFile: "x".repeat(700) })]);
    expect(() => packCommands(operations, 600)).toThrow(expect.objectContaining({ code: "COMMAND_TOO_LONG" }));
  });

  it("makes no command of nothing", () => {
    expect(packCommands([], 8000)).toEqual([]);
  });
});

describe("the reverse of a change", () => {
  it("of a setting that was explicit sets it back, of an inherited one clears it", () => {
    const before = liveHost({ A: { queueLength: 5, autoStart: true } }, { explicit: { A: { queueLength: 5 } } });
    const change = diffDesired(desiredOf({ pool: "A" }, { settings: { queueLength: 6, autoStart: false } }), before)!;
    expect(reverseChange(change, before)).toMatchObject({
      settings: [
        { path: "queueLength", from: 6, to: 5 },
        { path: "autoStart", from: false, to: undefined },
      ],
    });
  });

  it("of a creation is a deletion, and of a deletion there is none", () => {
    const live = liveHost({});
    expect(reverseChange({ kind: "create", target: { pool: "A" }, settings: [] }, live)).toEqual({
      kind: "delete",
      target: { pool: "A" },
    });
    expect(reverseChange({ kind: "delete", target: { pool: "A" } }, live)).toBeUndefined();
  });
});
