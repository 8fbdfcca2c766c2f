import { errorCodes } from "../../provider/error-codes";
import { lintRules, unusedBlock } from "../../provider/lint/lint-pools";
import { settingAttributes } from "../../provider/settings/app-pool-attributes";
import { groupPaths } from "../../provider/settings/paths";
import { poolsConfig } from "../emulator/memory-world";
import { call } from "./call";
import { doctorHost } from "./doctor-host";

const host = doctorHost(poolsConfig(""));

describe("iispools explain", () => {
  it("tells unit, range, spellings, what zero means, default and link of a setting", async () => {
    const { code, stdout, stderr } = await call(host, "explain", "recycling.periodicRestart.privateMemory");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(`recycling.periodicRestart.privateMemory
  Private memory of a worker process above which it is recycled.

  IIS Manager  Private Memory Limit
  type         uint
  unit         KB
  range        0 to 4294967295 KB (about 4 TB)
  written as   a number of KB, or 512MB, 1.5GB, 1TB; units of 1024, whole KB
  0 or empty   no limit
  examples     "1.5GB", 1572864
  default      0
  since        IIS 7.0

https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/recycling/periodicrestart/
`);
  });

  it("tells the default of each IIS version where they differ", async () => {
    const { stdout } = await call(host, "explain", "processModel.identityType");
    expect(stdout).toContain(
      "default      NetworkService (IIS 7.0); ApplicationPoolIdentity (IIS 7.5, 8.0, 8.5, 10.0)\n",
    );
    expect(stdout).toContain(
      "one of       LocalSystem, LocalService, NetworkService, SpecificUser, ApplicationPoolIdentity",
    );
  });

  it.each([...settingAttributes.map(({ path }) => path), ...groupPaths])("knows %s, also in capitals", async (path) => {
    const { code, stdout } = await call(host, "explain", path.toUpperCase());
    expect(code).toBe(0);
    expect(stdout.startsWith(`${path}\n  `)).toBe(true);
    expect(stdout).toMatch(/\nhttps:\/\/learn\.microsoft\.com\/\S+\n$/);
  });

  it("lists what a group holds, and without a path everything", async () => {
    const group = await call(host, "explain", "recycling");
    expect(group.stdout).toMatch(/^recycling\.periodicRestart +When worker processes are recycled/m);
    const all = await call(host, "explain");
    expect(all.stdout.trimEnd().split("\n")).toHaveLength(settingAttributes.length);
  });

  it.each([
    ["recycling.periodicRestart.memroy", "Did you mean `recycling.periodicRestart.memory`?"],
    ["idleTimout", "Did you mean `processModel.idleTimeout`?"],
    ["POOL_IN_USED", "To list all settings: iispools explain"],
    ["xyz", "To list all settings: iispools explain"],
    ["constructor", "To list all settings: iispools explain"],
  ])("of %s it says what may be meant", async (path, hint) => {
    expect(await call(host, "explain", path)).toMatchObject({
      code: 1,
      stdout: "",
      stderr: `${path}: unknown setting \`${path}\`. ${hint}\n`,
    });
  });

  it("lists the settings with a word in their path or their name in IIS Manager, and explains the only one", async () => {
    const idle = await call(host, "explain", "idle");
    expect(
      idle.stdout
        .trimEnd()
        .split("\n")
        .map((line) => line.split(" ", 1)[0]),
    ).toEqual(["processModel.idleTimeout", "processModel.idleTimeoutAction"]);
    const json = await call(host, "explain", "IDLE", "--format", "json");
    expect(JSON.parse(json.stdout)).toMatchObject({ paths: [{ path: "processModel.idleTimeout" }, {}] });
    expect((await call(host, "explain", "Private Memory Limit")).stdout).toMatch(
      /^recycling\.periodicRestart\.privateMemory\n/,
    );
  });

  it.each(Object.keys(errorCodes))(
    "says what %s means and what to do, in any letter case, without Markdown",
    async (name) => {
      const { code, stdout } = await call(host, "explain", name.toLowerCase());
      expect(code).toBe(0);
      expect(stdout).toMatch(/^[A-Z_]+\n {2}\S.*\n\n {2}what to do {3}\S.*\n$/);
      expect(stdout.startsWith(`${name}\n`)).toBe(true);
      expect(stdout).not.toMatch(/`|\]\(/);
      const json = await call(host, "explain", name, "--format", "json");
      expect(JSON.parse(json.stdout)).toMatchObject({ schema: "iispools.explain/1", kind: "code", code: name });
    },
  );

  it.each([...lintRules, unusedBlock])("says what the lint rule $id finds", async ({ id, severity, doc, link }) => {
    const { code, stdout } = await call(host, "explain", id.toUpperCase());
    expect([code, stdout.split("\n").slice(0, 2)]).toEqual([0, [id, `  ${doc}`]]);
    expect(stdout).toContain(`  severity     ${severity}\n\n${link}\n`);
    const json = await call(host, "explain", id, "--format", "json");
    expect(JSON.parse(json.stdout)).toMatchObject({ kind: "rule", rule: id, severity });
  });

  it.each(["stagger", "every", "renamedFrom", "multiInstance", "overrides", "hosts"])(
    "says what the key %s of pool files means",
    async (key) => {
      const { code, stdout } = await call(host, "explain", key);
      expect([code, stdout]).toEqual([
        0,
        expect.stringMatching(new RegExp(`^${key} \\(a key of pool files\\)\n {2}[A-Z]`)),
      ]);
    },
  );

  it("shows an example of stagger, also as JSON", async () => {
    const example = { from: "02:00", to: "04:00", every: "5m" };
    const { stdout } = await call(host, "explain", "stagger");
    expect(stdout).toMatch(/^ {2}A separate time for each pool on each host, /m);
    expect(stdout).toContain(`\n  examples     ${JSON.stringify(example)}\n`);
    const json = await call(host, "explain", "stagger", "--format", "json");
    expect(JSON.parse(json.stdout)).toMatchObject({ kind: "key", key: "stagger", examples: [example] });
  });

  it("prints JSON, with the default of every version that has the setting", async () => {
    const { stdout } = await call(host, "explain", "processModel.idleTimeoutAction", "--format", "json");
    const explained = JSON.parse(stdout) as { defaults: unknown };
    expect(explained.defaults).toEqual({ "8.5": "Terminate", "10.0": "Terminate" });
    expect(explained).toMatchObject({
      schema: "iispools.explain/1",
      kind: "setting",
      path: "processModel.idleTimeoutAction",
      since: "8.5",
    });
    const defaultsOf = async (path: string): Promise<unknown> => {
      const { stdout: json } = await call(host, "explain", path, "--format", "json");
      const { defaults, defaultValues } = JSON.parse(json) as Record<string, Record<string, unknown>>;
      return [defaults?.["8.0"], defaultValues?.["8.0"]];
    };
    expect(await defaultsOf("queueLength")).toEqual(["1000", 1000]);
    expect(await defaultsOf("autoStart")).toEqual(["true", true]);
    expect(await defaultsOf("managedRuntimeVersion")).toEqual(['""', ""]);
    expect(await defaultsOf("recycling.periodicRestart.time")).toEqual(["1.05:00:00 (29h)", "1.05:00:00"]);
    expect(await defaultsOf("recycling.periodicRestart.schedule")).toEqual(["empty", []]);
    expect(await defaultsOf("recycling.logEventOnRecycle")).toEqual([
      "Time, Memory, PrivateMemory",
      ["Time", "Memory", "PrivateMemory"],
    ]);
    const variables = JSON.parse((await call(host, "explain", "environmentVariables", "--format", "json")).stdout) as {
      defaultValues: unknown;
    };
    expect(variables.defaultValues).toMatchObject({ "10.0": {} });
    const missing = await call(host, "explain", "nothing.there", "--format", "json");
    expect(JSON.parse(missing.stdout)).toMatchObject({ schema: "iispools.error/1" });
  });
});

describe("iispools schema", () => {
  it("prints the JSON Schema of pool files", async () => {
    const { code, stdout } = await call(host, "schema");
    expect(code).toBe(0);
    expect(Object.keys((JSON.parse(stdout) as { properties: object }).properties)).toEqual(
      expect.arrayContaining(["version", "hosts", "defaults", "pools", "applicationPoolDefaults"]),
    );
  });
});
