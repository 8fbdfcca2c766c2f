import { poolAdapters } from "./harness/pool-program";
import { begin, declare, pools, said, up, workspace } from "./harness/pool-runs";

afterEach(async () => {
  await workspace.dispose();
});

const adopted = (name: string, more: object = {}) => ({ name, queueLength: 2000, adopt: true, ...more });

describe.each(poolAdapters)("pools that exist before the stack, with $title", (used) => {
  beforeEach(() => begin(used));

  it("stay on the server when they leave the program, and at destroy, unless deleteWhenRemoved is true", async () => {
    for (const name of ["Left", "Destroyed", "Deleted"]) workspace.appcmd("add", "apppool", `/name:${name}`);
    const kept = (name: string): string => `pool "${name}" was kept on the server, because it was adopted`;
    const rest = { destroyed: adopted("Destroyed"), deleted: adopted("Deleted", { deleteWhenRemoved: true }) };
    declare(
      { left: adopted("Left"), made: { name: "Made" }, retained: { name: "Retained" }, ...rest },
      { retained: { retainOnDelete: true } },
    );
    await up();
    declare(rest);
    expect(await said("up", "--yes", "--skip-preview")).toContain(kept("Left"));
    expect(pools().sort()).toEqual(["Deleted", "Destroyed", "Left", "Retained"]);
    expect(await said("destroy", "--yes", "--skip-preview")).toContain(kept("Destroyed"));
    expect(pools().sort()).toEqual(["Destroyed", "Left", "Retained"]);
  });
});
