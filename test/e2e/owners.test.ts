import { poolAdapters } from "./harness/pool-program";
import { begin, declare, failing, failingUp, pools, said, up, urn, workspace } from "./harness/pool-runs";

afterEach(async () => {
  await workspace.dispose();
});

const old = { name: "Shop", queueLength: 1500 };
const taking = { ...old, adopt: true, deleteWhenRemoved: true };

describe.each(poolAdapters)("pools and their resources, with $title", (used) => {
  beforeEach(() => begin(used));

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
    const refused = /resource "(?:old|new)" already declares the pool "(?:Shop|SHOP)" of applicationHost\.config/;
    expect(await failing("preview")).toMatch(refused);
    expect(await failingUp()).toMatch(refused);
    await up("--target", urn("new"));
    expect(await failingUp()).toMatch(refused);
    declare({ new: { ...taking, name: "SHOP" } });
    await up();
    expect(pools()).toEqual(["Shop"]);
  });

  it("keeps the pool where the leftover resource is refreshed first", async () => {
    await takeOverHalfWay();
    await workspace.run(["refresh", "--yes"]);
    await up("--refresh");
    expect(pools()).toEqual(["Shop"]);
    expect((await up("--refresh")).stdout).toMatch(/2 unchanged/);
  });

  it("fails a preview that creates a pool which exists, and names what to do", async () => {
    declare({ mine: { name: "DefaultAppPool" } });
    expect(await failing("preview")).toMatch(/pool "DefaultAppPool": it exists already.*adopt: true/);
    const mine = { name: "DefaultAppPool", adopt: true };
    declare({ mine, old });
    await workspace.run(["up", "--yes"]);
    declare({ mine, new: old });
    expect(await said("preview")).toMatch(/resource "old" of this stack has it.*aliases: \[\{ name: "old" \}\]/s);
    expect(await failingUp()).toMatch(/it exists already.*aliases: \[\{ name: "old" \}\]/s);
    declare({ mine, new: old }, { new: { aliases: [urn("old")] } });
    expect((await up()).stdout).toContain("3 unchanged");
  });

  it("warns of a host that does not answer, and fails no preview for it", async () => {
    const hostKey = `SHA256:${"A".repeat(43)}`;
    const connection = { host: "127.0.0.1", port: 9, user: "u", password: "p", hostKey, dialErrorLimit: 0 };
    declare({ far: { name: "A", connection } });
    expect(await said("preview")).toMatch(/warning: .*not compared with the host/);
    declare({ far: { name: "A" } });
    await up();
    const state = JSON.stringify(await workspace.exportStack());
    const near = used.title === "the plugin" ? /"name":"A"/g : /"connection":\{"configFile":"[^"]*"\}/g;
    const replacement = used.title === "the plugin" ? `"name":"A","connection":` : `"connection":`;
    workspace.write("state.json", state.replace(near, replacement + JSON.stringify(connection)));
    await workspace.run(["stack", "import", "--file", "state.json"]);
    declare({ far: { name: "A", connection } });
    expect(await said("preview")).toMatch(/warning: .*shown as changed/);
    expect(await failingUp()).toContain("127.0.0.1");
  });
});
