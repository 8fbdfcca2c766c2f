import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { appPoolResource, appPoolDefaultsResource } from "../../provider/pulumi/core/settings-resource";
import type { CoreResource, ReadResult } from "../../provider/pulumi/core/resource";
import type { Properties } from "../../provider/pulumi/core/resource-inputs";
import { type OfflineHost, offlineHost, sampleConfig, verbs } from "../engine/offline-host";

const realServers = join(__dirname, "../../../shared/reference/applicationHost");
const folders = [join(__dirname, "../emulator/fixtures"), realServers].filter((folder) => existsSync(folder));

/** Every applicationHost.config that is at hand; the real ones stand beside the checkout where they are. */
const configs = [
  sampleConfig,
  ...folders.flatMap((folder) => readdirSync(folder).map((file) => join(folder, file))),
].filter((file) => file.endsWith(".config"));

let host: OfflineHost | undefined;

afterEach(() => {
  host?.dispose();
  host = undefined;
});

function setUp(source = sampleConfig): { host: OfflineHost; connection: Properties } {
  host = offlineHost(source);
  return { host, connection: { configFile: host.configFile } };
}

async function appcmd(...args: string[]): Promise<void> {
  expect(await host!.transport.exec(args)).toMatchObject({ exitCode: 0 });
}

/** What is wrong with the program that the engine prints of an import, or what it would change. */
async function problemsOf(resource: CoreResource, { id, props, inputs = {} }: ReadResult): Promise<unknown> {
  const { inputs: declared, faults } = resource.check(inputs);
  if (faults.length > 0) return faults;
  const { changes, properties } = await resource.diff(id, props, declared);
  return changes ? properties : [];
}

describe("what is imported", () => {
  (existsSync(realServers) ? it : it.skip)("is tried with the configurations of real servers", () => {
    expect(configs.map((file) => basename(file))).toContain("server-2012r2.config");
  });

  it.each(configs.map((file) => [basename(file), file]))("from %s plans to nothing", async (_name, file) => {
    const { connection, host } = setUp(file);
    const before = host.config();
    const { stdout } = await host.transport.exec(["list", "apppool", "/text:name"]);
    const pools = stdout.split(/\r?\n/).filter((line) => line !== "");
    expect(pools.length).toBeGreaterThan(0);
    for (const name of pools) {
      const read = await appPoolResource.read(name, { connection });
      expect([name, await problemsOf(appPoolResource, read)]).toEqual([name, []]);
    }
    const defaults = await appPoolDefaultsResource.read("applicationPoolDefaults", { connection });
    expect(await problemsOf(appPoolDefaultsResource, defaults)).toEqual([]);
    expect(host.config()).toBe(before);
  });

  it("is everything explicit and nothing inherited, with the canonical id and name, whatever id was given", async () => {
    const { connection, host } = setUp();
    const expected = {
      id: "applicationHost.config/Legacy .NET v2.0",
      inputs: {
        ...{ name: "Legacy .NET v2.0", connection },
        ...{ managedRuntimeVersion: "v2.0", managedPipelineMode: "Classic" },
        processModel: { idleTimeout: "00:00:00" },
        recycling: {
          logEventOnRecycle: ["Time", "Memory"],
          periodicRestart: { time: "00:00:00", schedule: ["04:30:00"] },
        },
      },
      warnings: [],
    };
    for (const id of ["Legacy .NET v2.0", "LEGACY .net V2.0", "applicationhost.config/legacy .net v2.0"]) {
      const { props, ...read } = await appPoolResource.read(id, { connection });
      expect(read).toEqual(expected);
      expect(props).toEqual({ ...expected.inputs, host: "applicationHost.config", adopted: true });
    }
    const defaults = await appPoolDefaultsResource.read("applicationHost.config/applicationPoolDefaults", {
      connection,
    });
    expect(defaults).toMatchObject({
      id: "applicationHost.config/applicationPoolDefaults",
      inputs: {
        connection,
        managedRuntimeVersion: "v4.0",
        processModel: { identityType: "ApplicationPoolIdentity", loadUserProfile: true, setProfileEnvironment: false },
      },
      warnings: [],
    });
    expect(verbs(host.takeCalls())).toEqual(["list apppool", "list config"]);
  });

  it("says nothing of whether the pool runs, which is no part of the configuration", async () => {
    const { connection } = setUp();
    await appcmd("stop", "apppool", "DefaultAppPool");
    const read = await appPoolResource.read("DefaultAppPool", { connection });
    expect(read.inputs).toEqual({ name: "DefaultAppPool", connection });
    expect(await problemsOf(appPoolResource, read)).toEqual([]);
  });

  it("has no identity with a password, and a warning instead, which names no password", async () => {
    const { connection } = setUp();
    await appcmd(
      ...["set", "apppool", "DefaultAppPool", "/queueLength:2000", "/processModel.identityType:SpecificUser"],
      ...["/processModel.userName:CORP\\svc", "/processModel.password:canary"],
    );
    const section = "-section:system.applicationHost/applicationPools";
    await appcmd(
      ...["set", "config", section, "/applicationPoolDefaults.processModel.identityType:SpecificUser"],
      ...[
        "/applicationPoolDefaults.processModel.userName:CORP\\all",
        "/applicationPoolDefaults.processModel.password:canary",
      ],
    );
    const pool = await appPoolResource.read("DefaultAppPool", { connection });
    expect(pool.inputs).toEqual({ name: "DefaultAppPool", connection, queueLength: 2000 });
    expect(pool.warnings).toEqual([
      expect.stringContaining("applicationHost.config: DefaultAppPool: its identity is not imported"),
    ]);
    const defaults = await appPoolDefaultsResource.read("x", { connection });
    expect(defaults.inputs!["processModel"]).toEqual({ loadUserProfile: true, setProfileEnvironment: false });
    expect(defaults.warnings).toEqual([expect.stringContaining("applicationPoolDefaults: its identity is not")]);
    for (const [resource, read] of [
      [appPoolResource, pool],
      [appPoolDefaultsResource, defaults],
    ] as const) {
      expect(JSON.stringify(read)).not.toContain("canary");
      expect(await problemsOf(resource, read)).toEqual([]);
    }
  });

  it("has the identity of a managed service account, as a whole", async () => {
    const { connection } = setUp();
    await appcmd(
      ...["set", "apppool", "DefaultAppPool", "/processModel.identityType:SpecificUser"],
      "/processModel.userName:CORP\\g$",
    );
    const read = await appPoolResource.read("DefaultAppPool", { connection });
    expect(read.inputs!["processModel"]).toEqual({ identityType: "SpecificUser", userName: "CORP\\g$" });
    expect(read.warnings).toEqual([]);
    expect(await problemsOf(appPoolResource, read)).toEqual([]);
  });

  it("comes with a warning for what cannot be declared, and for an id of another host", async () => {
    const { connection } = setUp();
    await appcmd("set", "apppool", "DefaultAppPool", "/processModel.identityType:NetworkService");
    await appcmd("set", "apppool", "DefaultAppPool", "/processModel.userName:old");
    const read = await appPoolResource.read("web-02/DefaultAppPool", { connection });
    expect(read.inputs!["processModel"]).toBeUndefined();
    expect(read.warnings).toEqual([
      'applicationHost.config: the ID names the host "web-02", but the connection leads to "applicationHost.config"',
      "applicationHost.config: DefaultAppPool: its identity is not imported: an earlier account is still set (processModel.userName), but identityType NetworkService excludes it. Declare processModel.identityType to remove it",
    ]);
  });

  it("is not there where there is no such pool, and the error says which there are", async () => {
    const { connection } = setUp();
    await expect(appPoolResource.read("Default", { connection })).rejects.toMatchObject({
      code: "POOL_MISSING",
      message: "applicationHost.config: unknown pool `Default`. Known pools: DefaultAppPool, Legacy .NET v2.0",
    });
  });
});
