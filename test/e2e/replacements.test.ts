import { poolAdapters } from "./harness/pool-program";
import { begin, declare, failing, failingUp, pools, queueLength, said, up, urn, workspace } from "./harness/pool-runs";

afterEach(async () => {
  await workspace.dispose();
});

describe.each(poolAdapters)("a rename, with $title", (used) => {
  beforeEach(() => begin(used));

  it("refuses to rename onto a pool that exists, in the preview and before anything is deleted", async () => {
    declare({ a: { name: "A", queueLength: 1500 } });
    await up();
    declare({ a: { name: "Legacy .NET v2.0", queueLength: 1500 } });
    expect(await failing("preview")).toContain('pool "Legacy .NET v2.0": it exists already');
    expect(await failingUp()).toContain("it exists already");
    expect(pools()).toEqual(["A"]);
    declare({ a: { name: "Legacy .NET v2.0", queueLength: 1500, adopt: true } });
    await workspace.run(["up", "--yes"]);
    expect([pools(), queueLength("Legacy .NET v2.0")]).toEqual([[], "1500"]);
  });

  it("renames in a swap, and in a chain at whose end a new resource takes the free name", async () => {
    declare({ a: { name: "A", queueLength: 1001 }, b: { name: "B", queueLength: 1002 } });
    await up();
    declare({ a: { name: "B", queueLength: 1001 }, b: { name: "A", queueLength: 1002 } });
    expect(await said("up", "--yes")).not.toMatch(/warning: (?!using pulumi-(?:language|resource))/);
    expect([queueLength("A"), queueLength("B")]).toEqual(["1002", "1001"]);
    declare({
      a: { name: "C", queueLength: 1001 },
      b: { name: "B", queueLength: 1002 },
      c: { name: "A", queueLength: 1003 },
    });
    await workspace.run(["up", "--yes"]);
    expect(["A", "B", "C"].map(queueLength)).toEqual(["1003", "1002", "1001"]);
    await workspace.run(["preview", "--expect-no-changes"]);
  });
});

// What is refused before anything is deleted is decided behind both adapters, so one of them is enough.
const [dynamicProvider, plugin] = poolAdapters;

describe("a replacement by the dynamic provider", () => {
  beforeEach(() => begin(dynamicProvider!));

  it("refuses to move a pool to a host that has one of its name, before the old one is deleted", async () => {
    workspace.write("b.config", workspace.configText());
    const there = { connection: { configFile: "b.config" } };
    declare({ a: { name: "A" }, there: { name: "A", queueLength: 1500, ...there } });
    await up();
    declare({ a: { name: "A", ...there } });
    expect(await failingUp()).toContain('pool "A": not deleted, because');
    declare({ a: { name: "DefaultAppPool", ...there } });
    expect(await failingUp()).toContain('pool "DefaultAppPool": it exists already');
    expect(pools()).toEqual(["A"]);
  });
});

describe("a replacement by the plugin", () => {
  beforeEach(() => begin(plugin!));

  it("refuses to rename onto a pool of a resource that leaves the program, before anything is deleted", async () => {
    declare({ a: { name: "A" }, b: { name: "B" } });
    await up();
    declare({ a: { name: "B" } });
    expect(await failingUp()).toContain('pool "A": not deleted, because "B", which replaces it, exists already');
    expect(pools()).toEqual(["A", "B"]);
  });

  it("refuses a rename with a setting that the server's IIS lacks, before the old pool is deleted", async () => {
    declare({ a: { name: "A" } });
    await up();
    declare({ a: { name: "B", processModel: { idleTimeoutAction: "Suspend" } } });
    const env = { APPCMD_EMULATOR_IIS: "7.5" };
    const { stdout, stderr } = await workspace.run(["up", "--yes", "--skip-preview"], { env, expectFailure: true });
    expect(stdout + stderr).toContain("idleTimeoutAction: the IIS of this host does not have it");
    expect(pools()).toEqual(["A"]);
  });

  it("loses no pool where the engine does not free the name in time", async () => {
    declare({ a: { name: "A" }, b: { name: "B" } });
    await up();
    declare({ a: { name: "B" }, b: { name: "A" } });
    expect(await failingUp("--parallel", "1")).toContain("not deleted, because");
    declare({ a: { name: "B" }, b: { name: "A" } }, { b: { dependsOn: "a" } });
    expect(await failingUp()).toContain("not deleted, because");
    expect(pools()).toEqual(["A", "B"]);
  });

  it("loses no pool of a swap where the other one is in use", async () => {
    const used = "Legacy .NET v2.0";
    declare({ a: { name: "A", queueLength: 1001 }, b: { name: used, adopt: true, deleteWhenRemoved: true } });
    await up();
    declare({ a: { name: used, queueLength: 1001 }, b: { name: "A" } });
    expect(await failing("up", "--yes")).toMatch(
      /warning: .*applications still use it[^]*error: .*applications still use it/,
    );
    expect([queueLength("A"), queueLength(used)]).toEqual(["1001", "1000"]);
  });
});

describe("a replacement that the engine is asked for, with the plugin", () => {
  beforeEach(async () => {
    await begin(plugin!);
    declare({ shop: { name: "Shop", queueLength: 1500 } });
    await up();
  });

  const named = "Set the resource option deleteBeforeReplace: true";

  it("names deleteBeforeReplace in the preview and the error, and keeps the pool", async () => {
    const replaced = await failing("up", "--yes", "--replace", urn("shop"));
    expect(replaced).toMatch(new RegExp(`warning: .*${named}[^]*error: .*${named}`));
    expect(await failingUp("--target-replace", urn("shop"))).toContain(named);
    await workspace.run(["state", "taint", urn("shop"), "--yes"]);
    expect(await failingUp()).toContain(named);
    expect(queueLength("Shop")).toBe("1500");
  });

  it("deletes first with deleteBeforeReplace, or with names that the stack's configuration keeps verbatim", async () => {
    await workspace.run(["state", "taint", urn("shop"), "--yes"]);
    declare({ shop: { name: "Shop", queueLength: 1501 } }, { shop: { deleteBeforeReplace: true } });
    expect((await up()).stdout).toContain("1 replaced");
    expect(queueLength("Shop")).toBe("1501");
    declare({ shop: { name: "Shop", queueLength: 1502 } });
    await workspace.run(["config", "set", "--path", "pulumi:autonaming.mode", "verbatim"]);
    expect((await up("--replace", urn("shop"))).stdout).toContain("1 replaced");
    expect(queueLength("Shop")).toBe("1502");
  });

  it("replaces where the program says so by replaceOnChanges", async () => {
    declare({ shop: { name: "Shop", queueLength: 1501 } }, { shop: { replaceOnChanges: ["queueLength"] } });
    const { stdout, stderr } = await workspace.run(["up", "--yes"]);
    expect(stdout + stderr).not.toContain(named);
    expect(stdout).toContain("1 replaced");
    expect(queueLength("Shop")).toBe("1501");
  });
});
