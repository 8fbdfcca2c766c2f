import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { startWinrmServer, type WinrmServer } from "../../tools/winrm-server/start.mts";
import { patient } from "../patient";
import { type Machine, playedMachine } from "../transport/openssh/windows-host";
import { describeWithWinrm } from "../transport/winrm/needs";
import { providerText, type ProviderServer, startPlugin, startProviderServer } from "./provider-server";

const password = "canary-login";
const adapters = [
  ["the dynamic provider", startProviderServer, { __provider: providerText("appPool") }],
  ["the plugin", startPlugin, {}],
] as const;

describeWithWinrm("a provider with a server over WinRM", () => {
  let server: WinrmServer;
  let machine: Machine;

  beforeAll(async () => {
    server = await startWinrmServer({ users: { deploy: password } });
    mkdirSync(join(server.folder, "node_modules"));
    symlinkSync(join(__dirname, "../.."), join(server.folder, "node_modules/pulumi-iis"));
  });

  beforeEach(() => {
    machine = playedMachine(server.folder);
  });

  afterAll(async () => {
    await server.stop();
  });

  const shells = (kind: string): unknown[] =>
    server.log().flatMap(({ event, shell }) => (event === kind ? [shell] : []));
  const expectNoShell = (): void => {
    expect(shells("shell")).not.toEqual([]);
    expect(shells("delete")).toEqual(shells("shell"));
  };
  const news = (more: object): Record<string, unknown> => ({
    ...more,
    ...{ name: "Shop", queueLength: 2000 },
    connection: { host: "127.0.0.1", type: "winrm", https: false, port: server.port, user: "deploy" },
  });
  const env = { PULUMI_IIS_WINRM_PASSWORD: password, ...patient };

  describe.each(adapters)("%s", (_name, start, more) => {
    it.each([undefined, "SIGINT", "SIGTERM"] as const)(
      "deletes its shell when the engine has ended or asks it to end (%s), and hands back no password",
      async (signal) => {
        const provider: ProviderServer = await start(server.folder, env);
        const { inputs } = await provider.check(news(more));
        const created = await provider.create(inputs);
        expect(await provider.engineGone(signal)).toBe(0);
        expect(machine.config()).toContain('<add name="Shop" queueLength="2000"');
        expectNoShell();
        expect(JSON.stringify([inputs, created, provider.output()])).not.toContain("canary");
        await provider.stop();
      },
    );

    it("ends a read that runs when it is asked to end, and deletes its shell over a new connection", async () => {
      const before = server.log().length;
      await server.inject([{ at: "Receive", do: "hold" }]);
      const provider: ProviderServer = await start(server.folder, env);
      const { inputs } = await provider.check(news(more));
      const refused = expect(provider.create(inputs)).rejects.toThrow();
      while (!server.log().some(({ fault }, index) => index >= before && fault === "hold")) await after(5);
      expect(await provider.engineGone("SIGINT")).toBe(0);
      await refused;
      await server.release();
      expectNoShell();
      await provider.stop();
    });
  });
});
