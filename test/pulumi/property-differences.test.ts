import { configureSessions } from "../../provider/pulumi/core/sessions";
import { dirname } from "node:path";
import { writeFileSync } from "node:fs";
import { checkResource } from "../../provider/pulumi/core/check";
import { diffResource } from "../../provider/pulumi/core/diff";
import type { Properties } from "../../provider/pulumi/core/resource-inputs";
import { createResource, updateResource } from "../../provider/pulumi/core/write";
import { type OfflineHost, offlineHost } from "../engine/offline-host";

let host: OfflineHost;
let olds: Properties;

function declared(inputs: Properties): Properties {
  const checked = checkResource("pool", { name: "Shop", connection: { configFile: host.configFile }, ...inputs });
  expect(checked.faults).toEqual([]);
  return checked.inputs;
}

const before: Properties = {
  queueLength: 2000,
  processModel: { idleTimeout: "5m" },
  recycling: { periodicRestart: { schedule: ["03:00", "15:00"] }, logEventOnRecycle: ["Time", "Memory"] },
  environmentVariables: { MODE: "live", "a.b": "1" },
};

beforeAll(async () => {
  host = offlineHost();
  // Outside of any Pulumi project there is no stack to ask the CLI for.
  jest.spyOn(process, "cwd").mockReturnValue(dirname(host.configFile));
  olds = (await createResource("pool", declared(before))).outs;
});

afterAll(() => {
  jest.restoreAllMocks();
  host.dispose();
});

async function paths(news: Properties, from: Properties = olds): Promise<Record<string, string>> {
  const { properties } = await diffResource("pool", from, declared(news));
  return Object.fromEntries(properties.map(({ path, kind }) => [path, kind]));
}

describe("the properties of a diff", () => {
  const restart = { schedule: ["03:00", "15:00"] };
  const { recycling } = before as { recycling: Properties };
  test.each<[string, Properties, Record<string, string>]>([
    ["nothing", before, {}],
    ["what means the same", { ...before, queueLength: "2000" }, {}],
    ["a value", { ...before, queueLength: 3000 }, { queueLength: "update" }],
    [
      "a value of a group, one that comes and one that goes",
      { ...before, queueLength: undefined, processModel: { idleTimeout: "9m", pingInterval: "40s" } },
      { "processModel.idleTimeout": "update", "processModel.pingInterval": "add", queueLength: "delete" },
    ],
    [
      "an entry of a list that comes",
      { ...before, recycling: { ...recycling, periodicRestart: { schedule: ["01:00", ...restart.schedule] } } },
      { "recycling.periodicRestart.schedule[0]": "add" },
    ],
    [
      "an entry of a list that goes",
      { ...before, recycling: { ...recycling, periodicRestart: { schedule: ["03:00"] } } },
      { "recycling.periodicRestart.schedule[1]": "delete" },
    ],
    [
      "an entry of a list in place of another",
      { ...before, recycling: { ...recycling, periodicRestart: { schedule: ["03:00", "16:00"] } } },
      { "recycling.periodicRestart.schedule[1]": "add" },
    ],
    [
      "a flag",
      { ...before, recycling: { ...recycling, logEventOnRecycle: ["Time", "Schedule", "Memory"] } },
      { "recycling.logEventOnRecycle[1]": "add" },
    ],
    [
      "entries of a map",
      { ...before, environmentVariables: { "a.b": "2", NEW: "x" } },
      {
        'environmentVariables["a.b"]': "update",
        "environmentVariables.NEW": "add",
        "environmentVariables.MODE": "delete",
      },
    ],
    [
      "an entry of a map whose name every object has",
      { ...before, environmentVariables: { MODE: "live", "a.b": "1", constructor: "x" } },
      { "environmentVariables.constructor": "add" },
    ],
    [
      "a list that goes as a whole",
      { ...before, recycling: { logEventOnRecycle: ["Time", "Memory"] } },
      { "recycling.periodicRestart.schedule": "delete" },
    ],
    ["a state, which implies autoStart", { ...before, state: "Stopped" }, { state: "add" }],
    ["what stands for settings", { ...before, multiInstance: false }, { multiInstance: "add" }],
    ["what concerns the deletion only", { ...before, forceDelete: true }, { forceDelete: "add" }],
    ["another name", { ...before, name: "Other" }, { name: "replace" }],
    ["another host", { ...before, connection: { configFile: "other.config" } }, { connection: "replace" }],
  ])("names %s", async (_what, news, wanted) => {
    expect(await paths(news)).toEqual(wanted);
  });

  it("names what differs on the host, though nothing else is declared", async () => {
    const drifted: Properties = { ...before, queueLength: 999, processModel: { idleTimeout: "1m" } };
    const state = { ...declared(drifted), host: "x" };
    expect(await paths(drifted, state)).toEqual({ queueLength: "update", "processModel.idleTimeout": "update" });
  });

  it.each<[string, Properties, Record<string, string>]>([
    ["itself where nothing else is declared", {}, { name: "update" }],
    ["what it declares", { queueLength: 2000 }, { queueLength: "update" }],
  ])("names of a pool that is gone from the host %s", async (_what, more, wanted) => {
    const gone: Properties = { name: "Gone", ...more };
    expect(await paths(gone, { ...declared(gone), host: "x" })).toEqual(wanted);
  });

  it("names a field of a connection that leads to the same host", async () => {
    const connection = (codePage: number): Properties => ({ configFile: host.configFile, codePage });
    const state = { ...declared(before), connection: connection(850), host: "x" };
    const { properties } = await diffResource("pool", state, { ...declared(before), connection: connection(437) });
    expect(properties).toEqual([{ path: "connection.codePage", kind: "update" }]);
  });

  it("names none where something is not known yet", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const diff = await diffResource("pool", olds, { ...declared(before), queueLength: unknown });
    expect(diff).toEqual({ changes: true, properties: [], differences: [], warnings: [] });
  });
});

describe("an account that an earlier identity has left", () => {
  const identity = { processModel: { identityType: "LocalService" } };

  beforeEach(async () => {
    await createResource("pool", declared({ ...identity, name: "Left", adopt: true }));
    const left = '$1 userName="CORP\\svc" password="x"';
    writeFileSync(
      host.configFile,
      host.config().replace(/(<processModel identityType="LocalService").*?(?= \/>)/, left),
    );
    // The next operation of the engine is another process.
    configureSessions({});
  });

  it.each<[string, string[], string[]]>([
    ["is told beside the identity type that excludes it", [], ["processModel.identityType"]],
    ["stays where the program ignores it", ["processModel.userName", "processModel.password"], []],
  ])("%s", async (_what, ignored, expected) => {
    const state = declared({ ...identity, name: "Left" });
    const { properties, differences } = await diffResource("pool", state, state, { ignored });
    expect(properties.map(({ path }) => path)).toEqual(expected);
    expect(differences).toHaveLength(expected.length * 2);
    const { outs } = await updateResource("pool", "x/Left", state, state, { ignored });
    expect(outs["processModel"]).toEqual(identity.processModel);
    expect(host.config().includes("CORP")).toBe(expected.length === 0);
  });
});
