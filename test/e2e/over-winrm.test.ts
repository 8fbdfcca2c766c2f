/** What Pulumi leaves behind on a server over WinRM, and where the passwords of its login and of a pool are readable. */
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { processesIn } from "../../tools/workspace/processes.mts";
import { makeWorkspace, type Workspace, type WorkspaceOptions } from "../../tools/workspace/workspace.mts";
import { startWinrmServer, type WinrmServer } from "../../tools/winrm-server/start.mts";
import { playedMachine, type Machine } from "../transport/openssh/windows-host";
import { describeWithWinrm } from "../transport/winrm/needs";
import { filesBelow } from "./harness/files-below";
import { makeYamlWorkspace, yamlProgram } from "./harness/plugin-program";

const [login, poolPassword] = ["canary-login", "canary-pool"];
const up = ["up", "--yes", "--skip-preview", "--diff"];
const destroy = ["destroy", "--yes", "--skip-preview"];

const adapters: readonly (readonly [string, (port: number) => Promise<Workspace>])[] = [
  ["the dynamic provider", (port) => makeWorkspace({ program: program(port), ...options() })],
  [
    "the plugin",
    async (port) => {
      const made = await makeYamlWorkspace(options());
      made.write("Pulumi.yaml", yamlProgram(yaml(port)));
      return made;
    },
  ],
];

function options(): Pick<WorkspaceOptions, "applicationHost" | "env"> {
  const env = { PULUMI_IIS_WINRM_PASSWORD: login, POOL_PASSWORD: poolPassword, PULUMI_DEBUG_COMMANDS: "1" };
  return { applicationHost: "", env };
}

function connectionTo(port: number): object {
  return { host: "127.0.0.1", type: "winrm", https: false, port, user: "deploy" };
}

function program(port: number): string {
  return `
const pulumi = require("@pulumi/pulumi");
const iis = require("pulumi-iis");
const connection = ${JSON.stringify(connectionTo(port))};
const processModel = { identityType: "SpecificUser", userName: "CORP\\\\svc", password: process.env.POOL_PASSWORD };
new iis.AppPool("Shop", { queueLength: 2000, connection, processModel });
`;
}

function yaml(port: number): string {
  return `resources:
  Shop:
    type: iis:AppPool
    properties:
      name: Shop
      queueLength: 2000
      connection: ${JSON.stringify(connectionTo(port))}
      processModel: { identityType: SpecificUser, userName: 'CORP\\svc', password: ${poolPassword} }
`;
}

describeWithWinrm("Pulumi over WinRM", () => {
  describe.each(adapters)("with %s", (_adapter, make) => {
    let server: WinrmServer;
    let machine: Machine;
    let workspace: Workspace;

    beforeAll(async () => {
      server = await startWinrmServer({ users: { deploy: login } });
      machine = playedMachine(server.folder);
      workspace = await make(server.port);
    });

    afterAll(async () => {
      await workspace.dispose();
      await server.stop();
    });

    const of = (kind: string): unknown[] => server.log().flatMap((one) => (one.event === kind ? [one["shell"]] : []));
    /** A process of a provider may end a moment after the engine. */
    const expectNoShell = async (): Promise<void> => {
      while (processesIn(workspace.dir).length > 0) await after(20);
      expect(of("shell")).not.toEqual([]);
      expect(of("delete").toSorted()).toEqual(of("shell").toSorted());
    };

    it("no run leaves a shell on the server", async () => {
      for (const args of [["preview"], up, ["preview"], ["refresh", "--yes"], destroy]) {
        await workspace.run(args);
        await expectNoShell();
      }
    });

    it("neither password is readable in what it prints, logs and keeps", async () => {
      const log = join(workspace.dir, "../events");
      const seen: string[] = [];
      for (const args of [
        ["preview", "--diff"],
        [...up, "--event-log", log],
        [...up, "--refresh"],
        ["stack", "export"],
      ]) {
        const { stdout, stderr } = await workspace.run(args);
        seen.push(stdout, stderr);
      }
      seen.push(filesBelow(join(workspace.dir, "../state")));
      expect(machine.config()).toContain("Shop");
      expect(seen.join("\n")).toContain("processModel");
      expect(seen.join("\n")).not.toContain("canary");
      await expectNoShell();
    });
  });
});
