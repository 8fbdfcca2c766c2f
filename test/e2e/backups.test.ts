import { poolAdapters } from "./harness/pool-program";
import type { Workspace } from "../../tools/workspace/workspace.mts";

let workspace: Workspace;

afterEach(async () => {
  await workspace.dispose();
});

describe.each(poolAdapters)("$title", (adapter) => {
  const pools = { shop: { name: "Shop", queueLength: 2000 }, api: { name: "Api" } };
  const up = ["up", "--yes", "--skip-preview"];

  /** The backups since the last time. */
  function backups(): number {
    const calls = workspace.emulatorCalls();
    workspace.resetEmulatorLog();
    return calls.filter(({ argv }) => argv[0] === "add" && argv[1] === "backup").length;
  }

  beforeEach(async () => {
    workspace = await adapter.make();
    adapter.declare(workspace, pools);
  });

  it("makes one backup in a run that changes a host, and none in a preview or if nothing differs", async () => {
    await workspace.run(["preview"]);
    expect(backups()).toBe(0);
    const { stdout, stderr } = await workspace.run(up);
    expect(backups()).toBe(1);
    // The engine shows a message when it comes, and again at the end.
    expect(new Set((stdout + stderr).match(/: backup iispools-\d{8}-\d{6} made; /g)).size).toBe(1);
    await workspace.run(up);
    expect(backups()).toBe(0);
  });

  it("makes none with iis:backup false, and writes nothing with iis:readOnly", async () => {
    workspace.configure({ "iis:readOnly": "true" });
    const refused = await workspace.run(up, { expectFailure: true });
    expect(refused.stdout + refused.stderr).toContain("READ_ONLY");
    expect(backups()).toBe(0);
    workspace.configure({ "iis:readOnly": undefined, "iis:backup": "false" });
    await workspace.run(up);
    expect(backups()).toBe(0);
  });
});
