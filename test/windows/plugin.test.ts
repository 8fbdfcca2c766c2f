import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { repository } from "../../tools/workspace/places.mts";
import { sampleConfig } from "../engine/offline-host";
import { answer, type ProviderServer } from "../pulumi/provider-server";
import { makeMachine, type WindowsMachine } from "./harness/machine";
import { describeOnWine } from "./harness/needs";
import { processesOn } from "./harness/processes-on";
import { windowsPath } from "./harness/windows-path";
import { startWindowsPlugin } from "./harness/windows-plugin";

const plugin = join(repository, "plugin");
const pool = { name: "Kunden Müller", queueLength: 2000, recycling: { periodicRestart: { schedule: ["03:00"] } } };

/** The server's configuration with that pool, as appcmd writes it. */
const wanted = readFileSync(sampleConfig, "utf8").replace(
  "            <applicationPoolDefaults",
  (defaults) =>
    `            <add name="Kunden Müller" queueLength="2000">
                <recycling>
                    <periodicRestart>
                        <schedule>
                            <add value="03:00:00" />
                        </schedule>
                    </periodicRestart>
                </recycling>
            </add>
`.replaceAll("\n", "\r\n") + defaults,
);

describeOnWine("the provider plugin as a Windows process", () => {
  let machine: WindowsMachine;
  let provider: ProviderServer | undefined;

  beforeAll(async () => {
    machine = await makeMachine();
  });

  beforeEach(() => {
    machine.reset();
  });

  afterEach(async () => {
    await provider?.stop();
    provider = undefined;
  });

  afterAll(async () => {
    await machine.dispose();
    expect(processesOn(machine)).toEqual([]);
  });

  const start = async (command: readonly string[], config: Record<string, unknown>): Promise<ProviderServer> =>
    (provider = await startWindowsPlugin(machine, command, config));

  it("tells its schema, checks, compares, creates and reads, by the server's own appcmd.exe", async () => {
    const server = await start(
      [machine.nodeExe, windowsPath(join(plugin, "pulumi-resource-iis.cjs")), "127.0.0.1:1"],
      {},
    );
    const schema = await answer<messages.GetSchemaResponse>((done) =>
      server.client.getSchema(new messages.GetSchemaRequest(), done),
    );
    expect(JSON.parse(schema.getSchema())).toEqual(JSON.parse(readFileSync(join(repository, "schema.json"), "utf8")));

    expect((await server.check({ ...pool, queueLength: "many" })).failures).toEqual([expect.stringContaining("many")]);
    const { inputs, failures } = await server.check(pool);
    expect(failures).toEqual([]);
    const created = await server.create(inputs);
    expect(created.id).toBe("localhost/Kunden Müller");
    expect(machine.configText()).toBe(wanted);
    expect(machine.takeCalls().filter(({ commit }) => commit)).toHaveLength(1);

    expect(await server.diff(created.id, created.properties, inputs)).toMatchObject({ changes: false });
    expect(await server.diff(created.id, created.properties, { ...inputs, queueLength: 3000 })).toMatchObject({
      changes: true,
      replaces: [],
    });
    expect((await server.read(created.id, created.properties)).properties).toMatchObject({ queueLength: 2000 });
  });

  it("is started by its .cmd, and works on a file offline, which is the provider's configuration", async () => {
    const server = await start(["cmd", "/c", windowsPath(join(plugin, "pulumi-resource-iis.cmd")), "127.0.0.1:1"], {
      configFile: windowsPath(machine.configFile),
    });
    const { inputs } = await server.check(pool);
    expect((await server.create(inputs)).id).toBe("applicationHost.config/Kunden Müller");
    expect(machine.configText()).toBe(wanted);
  });
});
