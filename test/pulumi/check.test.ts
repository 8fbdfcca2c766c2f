import { checkResource } from "../../provider/pulumi/core/check";
import { settingsOf } from "../../provider/pulumi/core/resource-inputs";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("check", () => {
  it("brings inputs to canonical form in the shape they have", () => {
    const { inputs, faults } = checkResource("pool", {
      name: "Shop",
      adopt: true,
      connection: { configFile: "a.config" },
      queueLength: "2000",
      processModel: { idleTimeout: "90m", identityType: 3, userName: "CORP\\svc", password: "pw" },
      recycling: {
        logEventOnRecycle: "memory,time",
        periodicRestart: { privateMemory: "1.5GB", schedule: "15:00,3:00" },
      },
      environmentVariables: { A: "1" },
    });
    expect(faults).toEqual([]);
    expect(inputs).toEqual({
      name: "Shop",
      adopt: true,
      connection: { configFile: "a.config" },
      queueLength: 2000,
      processModel: { idleTimeout: "01:30:00", identityType: "SpecificUser", userName: "CORP\\svc", password: "pw" },
      recycling: {
        logEventOnRecycle: ["Time", "Memory"],
        periodicRestart: { privateMemory: 1572864, schedule: ["03:00:00", "15:00:00"] },
      },
      environmentVariables: { A: "1" },
    });
  });

  it("is a fixed point: what it answered it answers again", () => {
    const { inputs } = checkResource("pool", { name: "x", state: "stopped", cpu: { limit: 5, action: "throttle" } });
    expect(checkResource("pool", inputs)).toEqual({ inputs, faults: [] });
  });

  it("refuses values that IIS takes and a worker process does not", () => {
    const { faults } = checkResource("pool", {
      name: "Shop",
      managedRuntimeVersion: "No Managed Code",
      processModel: { identityType: "SpecificUser", userName: "CORP\\\\svc", password: "pw" },
      environmentVariables: { BIG: "x".repeat(33_000) },
    });
    expect(faults.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      expect.stringMatching(/^managedRuntimeVersion: .* write ""/),
      expect.stringMatching(/^processModel\.userName: .* write one backslash: 'CORP\\svc'/),
      expect.stringMatching(/^environmentVariables\.BIG: is longer than the 32767 characters/),
    ]);
    expect(checkResource("defaults", { managedRuntimeVersion: "v4.0.30319" }).faults).toHaveLength(1);
  });

  it("reports every fault at once, each with its path", () => {
    const { faults } = checkResource("pool", {
      name: "a/b",
      adopt: "yes",
      queueLenght: 1,
      connection: { configFile: "a", appcmdPath: "b", hots: "c" },
      processModel: { idleTimeout: "fast", identityType: "SpecificUser" },
      recycling: { periodicRestart: { schedule: ["03:00", "25:00"] } },
    });
    expect(faults.map(({ path }) => path).sort()).toEqual([
      "adopt",
      "connection",
      "connection.hots",
      "name",
      "processModel.idleTimeout",
      "processModel.userName",
      "queueLenght",
      "recycling.periodicRestart.schedule[1]",
    ]);
    expect(faults.find(({ path }) => path === "queueLenght")!.message).toContain("queueLength");
  });

  it("never repeats a password that it refuses", () => {
    const refused = ["canary\n", 4711, ["canary"], { canary: 1 }];
    for (const password of refused) {
      const processModel = { identityType: "SpecificUser", userName: "u", password };
      const { faults } = checkResource("pool", { name: "x", processModel });
      expect(faults.map(({ path }) => path)).toEqual(["processModel.password"]);
      expect(JSON.stringify(faults)).not.toMatch(/canary|4711/);
    }
  });

  it("lets through what is not known yet, and does not complain of its absence", () => {
    const news = {
      name: unknown,
      connection: unknown,
      queueLength: unknown,
      processModel: { identityType: "SpecificUser", userName: unknown, password: unknown },
      recycling: { periodicRestart: { schedule: [unknown] } },
      environmentVariables: { A: unknown, B: "2" },
    };
    expect(checkResource("pool", news)).toEqual({ inputs: news, faults: [] });
  });

  it("still checks what is known beside it", () => {
    const { faults } = checkResource("pool", { name: unknown, queueLength: 1 });
    expect(faults.map(({ path }) => path)).toEqual(["queueLength"]);
  });

  it.each([
    ["connection", { host: unknown, port: 0, prot: 1 }, ["connection.port", "connection.prot"]],
    ["connection", { host: "a", proxy: { host: unknown, prot: 1 } }, ["connection.proxy.prot"]],
    ["connection", { host: "a", proxy: { user: unknown } }, ["connection.proxy.host"]],
    ["connection", { host: unknown, password: "a" }, []],
    ["connection", { configFile: "a", host: unknown }, []],
    ["processModel", { identityType: "SpecificUser", password: unknown }, ["processModel.userName"]],
    ["processModel", { identityType: unknown, password: "a" }, []],
  ])("checks what a group knows beside what is not known yet: %s %j", (key, group, faulty) => {
    const { faults } = checkResource("pool", { name: "x", [key]: group });
    expect(faults.map(({ path }) => path)).toEqual(faulty);
  });

  it("wants a name for a pool and refuses one for the defaults", () => {
    expect(checkResource("pool", {}).faults).toEqual([
      { path: "name", message: "is required and must be the name of an application pool" },
    ]);
    expect(checkResource("defaults", { name: "x" }).faults.map(({ path }) => path)).toEqual(["name"]);
    expect(checkResource("defaults", { adopt: true }).faults.map(({ path }) => path)).toEqual(["adopt"]);
  });

  it("keeps multiInstance as it was declared, and answers it again", () => {
    const { inputs, faults } = checkResource("pool", { name: "x", multiInstance: false, queueLength: 10 });
    expect(faults).toEqual([]);
    expect(inputs).toEqual({ name: "x", multiInstance: false, queueLength: 10 });
    expect(checkResource("pool", inputs)).toEqual({ inputs, faults: [] });
    expect(settingsOf(inputs)).toEqual({
      queueLength: 10,
      "processModel.maxProcesses": 1,
      "recycling.disallowOverlappingRotation": true,
    });
  });

  it("refuses what contradicts multiInstance, unless it is not known yet", () => {
    const processModel = { maxProcesses: 2 };
    const told = (inputs: Record<string, unknown>): string[] =>
      checkResource("pool", { name: "x", ...inputs }).faults.map(({ path }) => path);
    expect(told({ multiInstance: false, processModel })).toEqual(["processModel.maxProcesses"]);
    expect(told({ multiInstance: unknown, processModel })).toEqual([]);
    expect(told({ multiInstance: false, processModel: { maxProcesses: unknown } })).toEqual([]);
  });
});
