import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { PoolFile } from "../../provider";
import { desiredOn } from "../../provider/plan/change/desired";
import { declareResources, type PoolFileArgs } from "../../provider/pulumi/core/declared-resources";
import { load } from "../pool-file/memory-files";

const files = {
  "b.yaml": `version: 1
hosts: { web-02: { configFile: two.config }, web-01: {} }
pools:
  Shop: { state: Stopped, processModel: { idleTimeout: 5m } }
  Gone: { state: absent }
applicationPoolDefaults: { queueLength: 2000 }
`,
  "a.yaml": "version: 1\nhosts: { web-01: {} }\npools: { Api: { multiInstance: false } }\n",
};

describe("the resources that pool files declare", () => {
  it("are one a pool and host and one a host for its defaults, by name, in canonical form", () => {
    const shop = { name: "Shop", adopt: true, state: "Stopped", processModel: { idleTimeout: "00:05:00" } };
    const connection = { configFile: "two.config" };
    expect(declareResources(load(files).files, { adopt: true })).toEqual([
      { kind: "defaults", name: "web-01", properties: { connection: undefined, queueLength: 2000 } },
      {
        kind: "pool",
        name: "web-01/Api",
        properties: {
          ...{ name: "Api", adopt: true, connection: undefined },
          ...{ processModel: { maxProcesses: 1 }, recycling: { disallowOverlappingRotation: true } },
        },
      },
      { kind: "pool", name: "web-01/Shop", properties: { ...shop, connection: undefined } },
      { kind: "defaults", name: "web-02", properties: { connection, queueLength: 2000 } },
      { kind: "pool", name: "web-02/Shop", properties: { ...shop, connection } },
    ]);
  });

  it("have the same time by a stagger as the pools of iispools", () => {
    const stagger = '{ stagger: { from: "23:00", to: "01:00", every: 5m } }';
    const text = `version: 1
hosts: { a: {}, b: {} }
defaults: { recycling: { periodicRestart: { schedule: ${stagger} } } }
pools: { Shop: {} }
`;
    const { files: loaded } = load({ "f.yaml": text });
    const times = declareResources(loaded, { adopt: false }).map(({ properties }) => properties["recycling"]);
    expect(times).toEqual(
      ["a", "b"].map((host) => ({
        periodicRestart: {
          schedule: desiredOn(loaded, host).desired[0]?.settings["recycling.periodicRestart.schedule"],
        },
      })),
    );
    expect(times[0]).not.toEqual(times[1]);
  });

  it("are the same whatever the order of the files", () => {
    const options = { adopt: false };
    const forth = declareResources(load(files, ["a.yaml", "b.yaml"]).files, options);
    expect(declareResources(load(files, ["b.yaml", "a.yaml"]).files, options)).toEqual(forth);
  });

  it("have the paths of keys relative to the program's folder, the same in every checkout", () => {
    const fields =
      "host: web-01, privateKeyFile: ../keys/iis, knownHosts: /etc/ssh/known, proxy: { host: jump, knownHosts: jump }";
    const text = `version: 1\nhosts: { web-01: { ${fields} } }\npools: { Shop: {} }\n`;
    const [declared] = declareResources(load({ "pools/a.yaml": text }, ["pools/a.yaml"]).files, {
      adopt: false,
      folder: "/work-place",
    });
    expect(declared?.properties["connection"]).toEqual({
      ...{ host: "web-01", privateKeyFile: "keys/iis", knownHosts: "/etc/ssh/known" },
      proxy: { host: "jump", knownHosts: "pools/jump" },
    });
  });

  it("are on the connection that was given instead", () => {
    const connection = { configFile: "copy.config" };
    const declared = declareResources(load(files, ["a.yaml"]).files, { adopt: false, connection });
    expect(declared.map(({ properties }) => properties["connection"])).toEqual([connection]);
  });
});

describe("PoolFile", () => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-pool-file-"));

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function messageOf(text: string, args: Partial<PoolFileArgs> = {}): string {
    const file = join(folder, "pools.yaml");
    writeFileSync(file, text);
    try {
      new PoolFile("pools", { files: [file], ...args });
    } catch (error) {
      // The engine prints a RunError without a stack.
      expect(pulumi.RunError.isInstance(error)).toBe(true);
      return (error as Error).message.replaceAll(folder, "");
    }
    return "no error";
  }

  it("refuses a rename, which the engine would begin by deleting the old pool", () => {
    expect(messageOf("version: 1\npools:\n  Shop: { renamedFrom: Old }\n")).toContain(
      "pools.yaml:3:11 pools.Shop.renamedFrom: is only supported by iispools apply",
    );
  });

  it("tells all faults with their places, before it registers anything", () => {
    const text = "version: 1\npools:\n  Shop: { quueLength: 5 }\n  Api: { queueLength: 5 }\n";
    expect(messageOf(text).split("\n")).toEqual([
      'PoolFile "pools":',
      "  /pools.yaml:3:11 pools.Shop.quueLength: unknown key `quueLength`. Did you mean `queueLength`?",
      expect.stringMatching(/^ {2}\/pools\.yaml:4:10 pools\.Api\.queueLength: /),
    ]);
  });

  it("warns of a block that applies to no pool", () => {
    const warn = jest.spyOn(pulumi.log, "warn").mockImplementation((message) => {
      throw new pulumi.RunError(message);
    });
    expect(messageOf("version: 1\ndefaults: { queueLength: 2000 }\n")).toBe(
      'PoolFile "pools": /pools.yaml:2:1 defaults: applies to no pool; declare one, or remove the block',
    );
    warn.mockRestore();
  });

  it("needs the variables of secrets, and repeats none", () => {
    const text = `version: 1\npools: { Shop: { processModel: { password: "\${env:PULUMI_IIS_NO_SUCH}" } } }\n`;
    expect(messageOf(text)).toContain("the environment variable PULUMI_IIS_NO_SUCH is not set");
  });

  it("refuses one connection for several hosts, and a connection with faults", () => {
    const text = files["b.yaml"];
    expect(messageOf(text, { connection: { configFile: "x" } })).toBe(
      'PoolFile "pools":\n  connection: is for one host, but the files name 2',
    );
    expect(messageOf(text, { connection: { configFile: "" } })).toContain("connection.configFile: must be a path");
  });
});
