import { readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { makeWorkspace, type RunOptions, type Workspace } from "../../tools/workspace/workspace.mts";
import { cliFolder, nodeFolder, repository } from "../../tools/workspace/places.mts";
import { linkPackage } from "../../tools/workspace/project.mts";
import { sampleConfig } from "../engine/offline-host";
import { makeMachine, type WindowsMachine } from "./harness/machine";
import { describeOnWine } from "./harness/needs";
import { processesOn } from "./harness/processes-on";
import { writeProviderStandIn } from "./harness/provider-stand-in";

const pool = "Kunden Müller";

const program = `
const iis = require("pulumi-iis");
const pool = new iis.AppPool("shop", {
  name: ${JSON.stringify(pool)},
  queueLength: 2000,
  environmentVariables: { QUOTED: 'say "hi" at C:\\\\' },
  recycling: { periodicRestart: { schedule: ["03:00"] } },
});
exports.host = pool.host;
`;

/** Wine knows no links, so a program of Windows finds what the package requires below the package only. */
function linkCheckout(dir: string): void {
  rmSync(join(dir, "node_modules/pulumi-iis"), { recursive: true });
  linkPackage(dir, "pulumi-iis", repository);
}

describeOnWine("the real engine with the provider as a Windows process", () => {
  let machine: WindowsMachine;
  let workspace: Workspace;

  beforeAll(async () => {
    machine = await makeMachine();
    workspace = await makeWorkspace({ program, applicationHost: "", fill: linkCheckout });
    // No connection: the provider looks for appcmd.exe as on a server.
    workspace.configure({ "iis:configFile": undefined });
    writeProviderStandIn(machine, join(workspace.dir, "stand-in"));
  });

  afterAll(async () => {
    await workspace.dispose();
    await machine.dispose();
    expect(processesOn(machine)).toEqual([]);
  });

  async function pulumi(args: readonly string[], options: RunOptions = {}): Promise<string> {
    const path = [join(workspace.dir, "stand-in"), await cliFolder(), nodeFolder(), process.env["PATH"]].join(
      delimiter,
    );
    const env = { ...machine.ownEnv, PATH: path, ...options.env };
    const { stdout, stderr } = await workspace.run(args, { ...options, env });
    return stdout + stderr;
  }

  it("creates, finds nothing to do, shows drift, repairs it, and destroys", async () => {
    await pulumi(["up", "--yes", "--skip-preview"]);
    expect(await pulumi(["stack", "output", "host"])).toContain("localhost");
    const created = machine.configText();
    expect(created).toContain(`<add name="${pool}" queueLength="2000">`);
    expect(created).toContain('<add name="QUOTED" value="say &quot;hi&quot; at C:\\" />');
    expect(machine.takeCalls().filter(({ commit }) => commit)).toHaveLength(1);

    expect(await pulumi(["preview", "--refresh", "--expect-no-changes"])).toContain("2 unchanged");

    await machine.call(
      ({ engine }, name) => engine.connect(undefined).exec(["set", "apppool", name, "/queueLength:3000"]),
      pool,
    );
    expect(machine.configText()).not.toBe(created);
    expect(await pulumi(["preview"])).toContain(`: Queue Length (queueLength) is 3000, program says 2000`);

    await pulumi(["up", "--yes", "--skip-preview"]);
    expect(machine.configText()).toBe(created);

    await pulumi(["destroy", "--yes", "--skip-preview"]);
    expect(machine.configText()).toBe(readFileSync(sampleConfig, "utf8"));
  });

  it("tells of a pool that cannot be made in the words of appcmd, and leaves the server as it was", async () => {
    const output = await pulumi(["up", "--yes", "--skip-preview"], {
      expectFailure: true,
      env: { APPCMD_EMULATOR_FAULT: "refuse:queueLength" },
    });
    expect(output).toContain(`localhost: pool "${pool}": appcmd failed with exit code`);
    expect(machine.configText()).toBe(readFileSync(sampleConfig, "utf8"));
  });
});
