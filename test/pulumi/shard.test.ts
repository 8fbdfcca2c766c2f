import * as pulumi from "@pulumi/pulumi";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppPool, PoolFile, rollout, type RolloutHost } from "../../provider";
import { loadPoolFiles } from "../../provider/pool-file/load/load-pool-files";
import { declareResources } from "../../provider/pulumi/core/declared-resources";

interface Registered {
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const names = Array.from({ length: 12 }, (_, at) => `web-${at}`);
const stacks = [1, 2, 3, 4];

let folder: string;
let registered: Registered[];

beforeEach(async () => {
  registered = [];
  folder = mkdtempSync(join(tmpdir(), "pulumi-iis-shard-"));
  const hosts = names.map((name) => `${name}: { configFile: ${name}.config }`).join(", ");
  const pools = "pools: { Shop: {} }\napplicationPoolDefaults: { queueLength: 2000 }\n";
  writeFileSync(join(folder, "pools.yaml"), `version: 1\nhosts: { ${hosts} }\n${pools}`);
  await setMocks();
});

async function setMocks(): Promise<void> {
  registered = [];
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ name, inputs }) => {
      registered.push({ name, inputs: inputs as Registered["inputs"] });
      return { id: name, state: inputs as object };
    },
    call: () => ({}),
  };
  await pulumi.runtime.setMocks(mocks, "project", "stack", false, "organization");
}

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function settled(resources: readonly pulumi.Resource[]): Promise<void> {
  await Promise.all(resources.map((one) => new Promise((resolve) => one.urn.apply(resolve))));
}

describe("stacks of one program, one a shard", () => {
  it("have the pools and defaults of each host of the files in exactly one stack", async () => {
    const { files } = loadPoolFiles([join(folder, "pools.yaml")], { cwd: folder, env: {}, secrets: "required" });
    const namesIn = (shard?: string) =>
      declareResources(files, { adopt: false, shard }).map(({ kind, name }) => [kind, name].join());
    const ofStacks = stacks.map((index) => namesIn(`${index}/4`));
    expect(ofStacks.flat().sort()).toEqual(namesIn().sort());
    expect(ofStacks.flat()).toHaveLength(24);
    expect(ofStacks.filter(({ length }) => length > 0).length).toBeGreaterThan(1);
    const { pools } = new PoolFile("pools", { files: [join(folder, "pools.yaml")], shard: "3/4" });
    await settled(Object.values(pools));
    const registeredHere = registered.flatMap(({ name }) => (name.endsWith("/Shop") ? [`pool,${name}`] : []));
    expect(registeredHere.sort()).toEqual(ofStacks[2]!.filter((one) => one.startsWith("pool,")).sort());
  });

  it("keep the pools of a host that moves to another stack, unless the program says otherwise", async () => {
    const files = [join(folder, "pools.yaml")];
    const removal = async (args: object): Promise<unknown[]> => {
      await setMocks();
      const { pools } = new PoolFile("pools", { files, ...args });
      await settled(Object.values(pools));
      const made = registered.filter(({ name }) => name.endsWith("/Shop"));
      return [...new Set(made.map(({ inputs }) => inputs["deleteWhenRemoved"]))];
    };
    expect(await removal({ shard: "1/1" })).toEqual([false]);
    expect(await removal({ shard: "1/1", deleteWhenRemoved: true })).toEqual([true]);
    expect(await removal({})).toEqual([undefined]);
  });

  it("have each host of a rollout in exactly one stack, in waves of its own", async () => {
    const make = ({ name, connection, opts }: RolloutHost) =>
      new AppPool(`${name}/shop`, { name: "Shop", connection }, opts);
    const hosts = Object.fromEntries(names.map((name) => [name, { configFile: `${name}.config` }]));
    const ofStacks = stacks.map((index) => {
      const args = { hosts, groups: { canary: ["web-3"] }, waves: "canary,100%", name: `rollout-${index}` };
      return rollout({ ...args, shard: `${index}/4` }, make);
    });
    expect(ofStacks.flatMap((one) => Object.keys(one.hosts)).sort()).toEqual([...names].sort());
    // The canary is a wave in one stack only.
    expect(ofStacks.filter(({ gates }) => gates.length === 2)).toHaveLength(1);
    await settled(ofStacks.flatMap(({ gates }) => gates));
  });

  it("are refused for another text", () => {
    const message =
      'shard: must be a shard such as 3/16: its number from 1, and how many there are, at most 1000, got "0/4"';
    expect(() => new PoolFile("pools", { files: [join(folder, "pools.yaml")], shard: "0/4" })).toThrow(message);
    expect(() => rollout({ hosts: names, waves: "100%", shard: "0/4" }, () => [])).toThrow(message);
  });
});
