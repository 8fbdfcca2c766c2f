import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeStandIn } from "../e2e/harness/stand-in";
import {
  adapter,
  begin,
  bothAdapters,
  checked,
  config,
  configFile,
  created,
  folder,
  itManagesAPool,
  nextRun,
  server,
} from "./adapter-calls";
import { startPlugin, startProviderServer } from "./provider-server";

const adapters = bothAdapters({ dynamic: startProviderServer, plugin: startPlugin });

describe.each(adapters)("$title, a process that is called over gRPC as the engine does", (used) => {
  beforeEach(async () => {
    await begin(used);
  });

  itManagesAPool();

  it("ends when its engine is gone: after the write that runs, and with nothing further begun", async () => {
    const standIn = makeStandIn(mkdtempSync(join(folder, "appcmd-")), configFile);
    const connection = { appcmdPath: standIn.file };
    const [runs, waits] = [await checked({ name: "Runs", connection }), await checked({ name: "Waits", connection })];
    const held = standIn.holdAt("before set");
    server.create(runs).catch(() => undefined); // whether its answer is on the way before the end, nobody can say
    const running = await held;
    const waiting = server.create(waits);
    const ended = server.engineGone();
    await expect(waiting).rejects.toThrow('pool "Waits": the engine has ended; nothing was written');
    running.release();
    expect(await ended).toBe(0);
    expect(config()).toContain('<add name="Runs" />');
    expect(config()).not.toContain("Waits");
  });

  it("tells an error once: what the engine is answered is not printed besides", async () => {
    const { id, properties } = await created({ name: "Shop", queueLength: 2000 });
    rmSync(configFile);
    await nextRun();
    const news = await checked({ name: "Shop", queueLength: 3000 });
    await expect(server.diff(id, properties, news)).rejects.toThrow("applicationHost.config");
    await expect(server.read(id, properties)).rejects.toThrow("applicationHost.config");
    await expect(server.delete(id, properties)).rejects.toThrow("applicationHost.config");
    expect(server.output()).toMatch(/^\d+\n$/);
  });

  it("names the choices where there is no appcmd", async () => {
    const noWindows = { ...adapter.own("appPool"), name: "Shop" };
    await expect(server.create(noWindows)).rejects.toThrow(
      /configFile \(offline.*For Pulumi: in connection, or pulumi config set iis:configFile/,
    );
    await expect(server.create({ ...noWindows, connection: { configFile: "nope.config" } })).rejects.toThrow(
      "there is no file",
    );
    await expect(server.create({ ...noWindows, connection: { appcmdPath: "/nope/appcmd" } })).rejects.toThrow(
      "cannot start /nope/appcmd",
    );
  });
});
