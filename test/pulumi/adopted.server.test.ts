import { copyFileSync, existsSync, rmSync } from "node:fs";
import { sampleConfig } from "../engine/offline-host";
import {
  adapter,
  begin,
  bothAdapters,
  checked,
  config,
  configFile,
  connection,
  created,
  log,
  nextRun,
  server,
} from "./adapter-calls";
import { startPluginHere, startProviderServerHere } from "./provider-here";

const adapters = bothAdapters({ dynamic: startProviderServerHere, plugin: startPluginHere });
const kept = 'applicationHost.config: pool "Idle" was kept on the server, because ';
const remedy = '. To delete it: appcmd delete apppool "Idle"';

/** A pool that exists before any resource declares it. */
async function makeIdle(): Promise<void> {
  await created({ name: "Idle" });
  await nextRun();
}

describe.each(adapters)("a pool and the end of its resource, with $title", (used) => {
  beforeEach(async () => {
    await begin(used);
  });

  it("is kept if it was adopted, without a call of appcmd, and named with its server", async () => {
    await makeIdle();
    const { id, properties } = await created({ name: "Idle", queueLength: 2000, adopt: true });
    expect(properties).toMatchObject({ adopted: true });
    await nextRun();
    rmSync(log);
    await server.delete(id, properties);
    expect(config()).toContain('<add name="Idle" queueLength="2000" />');
    expect(server.output()).toContain(`${kept}it was adopted${remedy}`);
    expect(existsSync(log)).toBe(false);
  });

  it("is deleted if it was made, also with adopt", async () => {
    const { id, properties } = await created({ name: "Idle", adopt: true });
    expect(properties).toMatchObject({ adopted: false });
    await nextRun();
    await server.delete(id, properties);
    expect(config()).not.toContain('"Idle"');
  });

  it.each([
    { adopt: true, deleteWhenRemoved: true, isKept: false },
    { adopt: false, deleteWhenRemoved: false, isKept: true },
  ])("follows deleteWhenRemoved: $deleteWhenRemoved, which an update records", async (given) => {
    const { isKept, deleteWhenRemoved, adopt } = given;
    if (adopt) await makeIdle();
    const { id, properties } = await created({ name: "Idle", adopt });
    const news = await checked({ name: "Idle", adopt, deleteWhenRemoved });
    expect(await server.diff(id, properties, news)).toMatchObject({ changes: true, replaces: [] });
    const { properties: recorded } = await server.update(id, properties, news);
    expect(recorded).toMatchObject({ deleteWhenRemoved, adopted: adopt });
    expect((await server.read(id, recorded)).properties).toEqual(recorded);
    await nextRun();
    await server.delete(id, recorded);
    expect(config().includes('"Idle"')).toBe(isKept);
    expect(server.output().includes(`${kept}deleteWhenRemoved is false${remedy}`)).toBe(isKept);
  });

  it("is kept if the state of an older version does not record whether it was adopted", async () => {
    const { id, properties } = await created({ name: "Idle" });
    const { adopted, ...older } = properties;
    expect(adopted).toBe(false);
    expect((await server.read(id, older)).properties).toEqual(older);
    const { properties: updated } = await server.update(id, older, await checked({ name: "Idle", queueLength: 2000 }));
    expect(updated).not.toHaveProperty("adopted");
    await nextRun();
    await server.delete(id, updated);
    expect(config()).toContain('"Idle"');
    expect(server.output()).toContain(`${kept}the state does not record whether it was adopted${remedy}`);
  });

  it("is the resource's own once an update has made it again", async () => {
    await makeIdle();
    const { id, properties } = await created({ name: "Idle", adopt: true });
    copyFileSync(sampleConfig, configFile);
    await nextRun();
    const again = await server.update(id, properties, await checked({ name: "Idle", adopt: true }));
    expect(again.properties).toMatchObject({ adopted: false });
  });

  it("is kept on the server when another name replaces an adopted one, and frees no name", async () => {
    await makeIdle();
    const { id, properties } = await created({ name: "Idle", adopt: true });
    await nextRun();
    const news = await checked({ name: "Other" });
    expect(await server.diff(id, properties, news)).toMatchObject({ replaces: ["name"] });
    expect(server.output()).toContain(`pool "Idle" is kept on the server, because it was adopted${remedy}`);
    await server.delete(id, properties);
    const other = await server.create(news);
    expect(config()).toMatch(/"Idle"[\s\S]*"Other"/);
    await nextRun();
    await server.delete(other.id, other.properties);
    expect(config()).toContain('"Idle"');
    expect(config()).not.toContain('"Other"');
  });

  it("has an owner in each of two stacks: only the end of the one that made it deletes it", async () => {
    const made = await created({ name: "Idle" });
    await nextRun();
    const taken = await created({ name: "Idle", adopt: true });
    await nextRun();
    await server.delete(taken.id, taken.properties);
    expect(config()).toContain('"Idle"');
    await nextRun();
    await server.delete(made.id, made.properties);
    expect(config()).not.toContain('"Idle"');
  });

  it("is adopted if a run failed that may have adopted it", async () => {
    await makeIdle();
    await nextRun({ APPCMD_EMULATOR_FAULT: "drop:queueLength" });
    const error: unknown = await created({ name: "Idle", queueLength: 2000, adopt: true }).catch((e: unknown) => e);
    expect(error).toMatchObject({ partial: { properties: { adopted: true } } });
  });
});

describe("a pool that pulumi import brings into the state", () => {
  it("counts as adopted", async () => {
    await begin(adapters[1]!);
    await makeIdle();
    const { id, properties } = await server.read("Idle", { ...adapter.own("appPool"), connection });
    expect({ id, properties }).toMatchObject({ id: "applicationHost.config/Idle", properties: { adopted: true } });
    await server.delete(id, properties);
    expect(config()).toContain('"Idle"');
  });
});
