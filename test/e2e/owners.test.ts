import type { RunResult, Workspace } from "../../tools/workspace/workspace.mts";
import { type Options, type PoolAdapter, poolAdapters, type Pools } from "./harness/pool-program";

let adapter: PoolAdapter;
let workspace: Workspace;

afterEach(async () => {
  await workspace.dispose();
});

const declare = (pools: Pools, options?: Options): void => {
  adapter.declare(workspace, pools, options);
};
const up = (...more: string[]): Promise<RunResult> => workspace.run(["up", "--yes", "--skip-preview", ...more]);

/** A run that fails. @returns all that it said. */
async function failing(...args: string[]): Promise<string> {
  const { stdout, stderr } = await workspace.run(args, { expectFailure: true });
  return stdout + stderr;
}

const failingUp = (...more: string[]): Promise<string> => failing("up", "--yes", "--skip-preview", ...more);

async function said(...args: string[]): Promise<string> {
  const { stdout, stderr } = await workspace.run(args);
  return stdout + stderr;
}

function urn(name: string): string {
  return `urn:pulumi:test::e2e::${adapter.type}::${name}`;
}

/** The pools of the host but for those that the sample has. */
function pools(): string[] {
  const { stdout } = workspace.appcmd("list", "apppool", "/text:name");
  return stdout
    .trim()
    .split("\r\n")
    .filter((name) => !["DefaultAppPool", "Legacy .NET v2.0"].includes(name));
}

function queueLength(pool: string): string {
  return workspace.appcmd("list", "apppool", pool, "/text:queueLength").stdout.trim();
}

const old = { name: "Shop", queueLength: 1500 };
const taking = { ...old, adopt: true };

describe.each(poolAdapters)("pools and their resources, with $title", (used) => {
  beforeEach(async () => {
    adapter = used;
    workspace = await adapter.make();
  });

  /** Two resources of the state on one pool: `old`, which is in no program any more, and `new`. */
  async function takeOverHalfWay(): Promise<void> {
    declare({ old });
    await up();
    declare({ new: taking, bad: { name: "DefaultAppPool" } }, { bad: { dependsOn: "new" } });
    expect(await failingUp()).toContain("it exists already");
    declare({ new: taking });
  }

  it("keeps a pool that an unchanged resource of the program has, after a run that failed", async () => {
    await takeOverHalfWay();
    expect(await said("up", "--yes", "--skip-preview")).toContain('pool "Shop" was kept on the server');
    expect(pools()).toEqual(["Shop"]);
    await workspace.run(["preview", "--expect-no-changes"]);
    await workspace.run(["destroy", "--yes", "--skip-preview"]);
    expect(pools()).toEqual([]);
  });

  it("keeps it after a run with --target, and where the leftover resource alone is targeted", async () => {
    declare({ old });
    await up();
    declare({ new: taking });
    await up("--target", urn("new"));
    await up("--target", urn("old"));
    expect(pools()).toEqual(["Shop"]);
    expect((await up()).stdout).toMatch(/2 unchanged/);
  });

  it("keeps it in destroy --target and --exclude, and the whole destroy removes it", async () => {
    await takeOverHalfWay();
    await workspace.run(["destroy", "--yes", "--skip-preview", "--exclude", urn("new")]);
    expect(pools()).toEqual(["Shop"]);
    declare({ old: taking, new: taking });
    await up("--target", urn("old"));
    expect(await said("destroy", "--yes", "--skip-preview", "--target", urn("old"))).toContain(
      "was kept on the server",
    );
    expect(pools()).toEqual(["Shop"]);
    await up("--target", urn("old"));
    await workspace.run(["destroy", "--yes", "--skip-preview"]);
    expect(pools()).toEqual([]);
  });

  it("refuses two resources for one pool in every run, whatever the letter case", async () => {
    declare({ old });
    await up();
    declare({ old, new: { ...taking, name: "SHOP" } });
    const refused = /resource "(?:old|new)" already declares the pool "(?:Shop|SHOP)" of this host/;
    expect(await failing("preview")).toMatch(refused);
    expect(await failingUp()).toMatch(refused);
    await up("--target", urn("new"));
    expect(await failing("preview")).toMatch(refused);
    expect(await failingUp()).toMatch(refused);
    declare({ new: { ...taking, name: "SHOP" } });
    await up();
    expect(pools()).toEqual(["Shop"]);
  });

  it("refuses to rename onto a pool that exists, in the preview and before anything is deleted", async () => {
    declare({ a: { name: "A", queueLength: 1500 } });
    await up();
    declare({ a: { name: "Legacy .NET v2.0", queueLength: 1500 } });
    expect(await failing("preview")).toContain('pool "Legacy .NET v2.0": it exists already');
    expect(await failingUp()).toContain("it exists already");
    expect(pools()).toEqual(["A"]);
    declare({ a: { name: "Legacy .NET v2.0", queueLength: 1500, adopt: true } });
    await workspace.run(["preview"]);
    await up();
    expect([pools(), queueLength("Legacy .NET v2.0")]).toEqual([[], "1500"]);
  });

  it("refuses to rename onto a pool of a resource that leaves the program, before anything is deleted", async () => {
    declare({ a: { name: "A" }, b: { name: "B" } });
    await up();
    declare({ a: { name: "B" } });
    expect(await failingUp()).toContain('pool "A": not deleted, because "B", which replaces it, exists already');
    expect(pools()).toEqual(["A", "B"]);
  });

  it("refuses to move a pool to a host that has one of its name, before the old one is deleted", async () => {
    workspace.write("b.config", workspace.configText());
    const there = { connection: { configFile: "b.config" } };
    declare({ a: { name: "A" }, there: { name: "A", queueLength: 1500, ...there } });
    await up();
    declare({ a: { name: "A", ...there } });
    expect(await failingUp()).toContain('pool "A": not deleted, because');
    declare({ a: { name: "DefaultAppPool", ...there } });
    expect(await failing("preview")).toContain('pool "DefaultAppPool": it exists already');
    expect(await failingUp()).toContain('pool "DefaultAppPool": it exists already');
    expect(pools()).toEqual(["A"]);
  });

  it("refuses a rename with a setting that the server's IIS lacks, before the old pool is deleted", async () => {
    declare({ a: { name: "A" } });
    await up();
    declare({ a: { name: "B", processModel: { idleTimeoutAction: "Suspend" } } });
    const env = { APPCMD_EMULATOR_IIS: "7.5" };
    for (const args of [["preview"], ["up", "--yes", "--skip-preview"]]) {
      const { stdout, stderr } = await workspace.run(args, { env, expectFailure: true });
      expect(stdout + stderr).toContain("idleTimeoutAction: the IIS of this host does not have it");
    }
    expect(pools()).toEqual(["A"]);
  });

  it("keeps the pool where the leftover resource is refreshed first", async () => {
    await takeOverHalfWay();
    await workspace.run(["refresh", "--yes"]);
    await up("--refresh");
    expect(pools()).toEqual(["Shop"]);
    expect((await up("--refresh")).stdout).toMatch(/2 unchanged/);
  });

  it("renames in a swap, and in a chain at whose end a new resource takes the free name", async () => {
    declare({ a: { name: "A", queueLength: 1001 }, b: { name: "B", queueLength: 1002 } });
    await up();
    declare({ a: { name: "B", queueLength: 1001 }, b: { name: "A", queueLength: 1002 } });
    expect(await said("preview")).not.toMatch(/warning: (?!using pulumi-(?:language|resource))/);
    await up();
    expect([queueLength("A"), queueLength("B")]).toEqual(["1002", "1001"]);
    declare({
      a: { name: "C", queueLength: 1001 },
      b: { name: "B", queueLength: 1002 },
      c: { name: "A", queueLength: 1003 },
    });
    await workspace.run(["preview"]);
    await up();
    expect(["A", "B", "C"].map(queueLength)).toEqual(["1003", "1002", "1001"]);
    await workspace.run(["preview", "--expect-no-changes"]);
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
    declare({ a: { name: "A", queueLength: 1001 }, b: { name: used, adopt: true } });
    await up();
    declare({ a: { name: used, queueLength: 1001 }, b: { name: "A" } });
    expect(await said("preview")).toMatch(/warning: .*applications still use it/);
    expect(await failingUp()).toContain("applications still use it");
    expect([queueLength("A"), queueLength(used)]).toEqual(["1001", "1000"]);
  });

  it("fails a preview that creates a pool which exists, and names what to do", async () => {
    declare({ mine: { name: "DefaultAppPool" } });
    expect(await failing("preview")).toMatch(/pool "DefaultAppPool": it exists already.*adopt: true/);
    declare({ mine: { name: "DefaultAppPool", adopt: true } });
    await workspace.run(["preview"]);
    declare({ old });
    await up();
    declare({ new: old });
    expect(await said("preview")).toMatch(/resource "old" of this stack has it.*aliases: \[\{ name: "old" \}\]/s);
    expect(await failingUp()).toMatch(/it exists already.*aliases: \[\{ name: "old" \}\]/s);
    declare({ new: old }, { new: { aliases: [urn("old")] } });
    expect((await up()).stdout).toContain("2 unchanged");
  });

  it("warns of a host that does not answer, and fails no preview for it", async () => {
    const hostKey = `SHA256:${"A".repeat(43)}`;
    const connection = { host: "127.0.0.1", port: 9, user: "u", password: "p", hostKey, dialErrorLimit: 0 };
    declare({ far: { name: "A", connection } });
    expect(await said("preview")).toMatch(/warning: .*not compared with the host/);
    declare({ far: { name: "A" } });
    await up();
    const state = JSON.stringify(await workspace.exportStack());
    const near = adapter.title === "the plugin" ? /"name":"A"/g : /"connection":\{"configFile":"[^"]*"\}/g;
    const replacement = adapter.title === "the plugin" ? `"name":"A","connection":` : `"connection":`;
    workspace.write("state.json", state.replace(near, replacement + JSON.stringify(connection)));
    await workspace.run(["stack", "import", "--file", "state.json"]);
    declare({ far: { name: "A", connection } });
    expect(await said("preview")).toMatch(/warning: .*shown as changed/);
    expect(await failingUp()).toContain("127.0.0.1");
  });
});

describe("a replacement that the engine is asked for, with the plugin", () => {
  beforeEach(async () => {
    adapter = poolAdapters[1]!;
    workspace = await adapter.make();
    declare({ shop: { name: "Shop", queueLength: 1500 } });
    await up();
  });

  const named = "Set the resource option deleteBeforeReplace: true";

  it("names deleteBeforeReplace in the preview and the error, and keeps the pool", async () => {
    expect(await said("preview", "--replace", urn("shop"))).toMatch(new RegExp(`warning: .*${named}`));
    expect(await failingUp("--replace", urn("shop"))).toContain(named);
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
    expect(await said("preview")).not.toContain(named);
    expect((await up()).stdout).toContain("1 replaced");
    expect(queueLength("Shop")).toBe("1501");
  });
});
