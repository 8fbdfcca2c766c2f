import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type Call, sampleConfig, verbs } from "../engine/offline-host";
import { unknownValue } from "../../provider/pulumi/core/unknowns";
import { patient } from "../patient";
import {
  adapter,
  begin,
  bothAdapters,
  callFor,
  checked,
  config,
  configFile,
  connection,
  created,
  itManagesAPool,
  log,
  nextRun,
  server,
} from "./adapter-calls";
import { CallError, poolUrn } from "./provider-server";
import { startPluginHere, startProviderServerHere } from "./provider-here";

const adapters = bothAdapters({ dynamic: startProviderServerHere, plugin: startPluginHere });

function calls(): Call[] {
  if (!existsSync(log)) return [];
  const lines = readFileSync(log, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Call);
}

function commits(): number {
  return calls().filter(({ commit }) => commit).length;
}

/** What the provider printed for people, without the names of backups. */
function printedLines(): string[] {
  const [, ...lines] = server.output().split("\n");
  return lines.filter((line) => line !== "" && !line.includes(": backup iispools-"));
}

describe.each(adapters)("$title, called over gRPC as the engine does", (used) => {
  beforeEach(async () => {
    await begin(used);
  });

  itManagesAPool();

  it("makes one backup before the first write of a run, names it, and makes none if nothing differs", async () => {
    const { id, properties } = await created({ name: "Shop", queueLength: 2000 });
    await server.update(id, properties, await checked({ name: "Shop", queueLength: 3000 }));
    const [name, ...more] = server.output().match(/(?<=: backup )iispools-\d{8}-\d{6}[-\d]*(?= made; )/g) ?? [];
    expect(more).toEqual([]);
    const made = calls().findIndex(({ argv }) => argv[0] === "add" && argv.at(-1) === name);
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(verbs(calls()).indexOf("set config"));
    await nextRun();
    await server.update(id, properties, await checked({ name: "Shop", queueLength: 3000 }));
    expect(server.output()).not.toContain("backup");
  });

  it("answers a diff without changes where nothing differs, without a single write", async () => {
    const { id, properties } = await created({ name: "Shop", queueLength: 2000 });
    const news = await checked({ name: "Shop", queueLength: "2000" });
    const written = commits();
    expect(await server.diff(id, properties, news)).toMatchObject({ changes: false, replaces: [] });
    expect(commits()).toBe(written);
  });

  it("answers a change where the host has already what is declared and the state does not", async () => {
    const { id, properties } = await created({ name: "Shop", queueLength: 2000 });
    const news = await checked({ name: "Shop", queueLength: 1000, forceDelete: true });
    const undone = config().replace(' queueLength="2000"', "");
    writeFileSync(configFile, undone);
    await nextRun();
    expect(await server.diff(id, properties, news)).toMatchObject({ changes: true, replaces: [] });
    const { properties: recorded } = await server.update(id, properties, news);
    expect(recorded).toMatchObject({ queueLength: 1000, forceDelete: true });
    expect(config()).toBe(undone);
    expect(await server.diff(id, recorded, news)).toMatchObject({ changes: false });
  });

  it("wants a new pool for another name or another host, the old one first; not for another case", async () => {
    const { id, properties } = await created({ name: "Shop" });
    expect(await server.diff(id, properties, await checked({ name: "Other" }))).toEqual({
      changes: true,
      replaces: ["name"],
      deleteBeforeReplace: true,
    });
    expect(
      await server.diff(id, properties, await checked({ name: "Shop", connection: { configFile: "b.config" } })),
    ).toMatchObject({
      replaces: ["connection"],
    });
    expect(await server.diff(id, properties, await checked({ name: "SHOP" }))).toMatchObject({
      changes: false,
      replaces: [],
    });
  });

  it("tells what differs live, once, and never a password", async () => {
    const identity = { identityType: "SpecificUser", userName: "u", password: "canary-before" };
    const { id, properties } = await created({ name: "Shop", queueLength: 20, processModel: identity });
    const news = await checked({
      name: "Shop",
      queueLength: 30,
      processModel: { ...identity, password: "canary-after" },
    });
    expect(await server.diff(id, properties, news)).toMatchObject({ changes: true });
    await server.diff(id, properties, news);
    expect(printedLines()).toEqual([
      "Shop on applicationHost.config: Queue Length (queueLength) is 20, program says 30",
      "Shop on applicationHost.config: Identity Password (processModel.password) is [secret], program says another [secret]",
    ]);
  });

  it("tells that a pool which is gone will be created again", async () => {
    const { id, properties } = await created({ name: "Shop", queueLength: 20 });
    writeFileSync(configFile, readFileSync(sampleConfig, "utf8"));
    await nextRun();
    expect(await server.diff(id, properties, await checked({ name: "Shop", queueLength: 20 }))).toMatchObject({
      changes: true,
    });
    expect(printedLines()).toEqual([
      "Shop on applicationHost.config: missing on the server, and will be created again",
    ]);
  });

  it("removes the account that an earlier identity has left", async () => {
    const left =
      '<add name="Shop"><processModel identityType="LocalService" userName="CORP\\svc" password="canary" /></add>';
    writeFileSync(configFile, config().replace("<applicationPoolDefaults", `${left}$&`));
    const news = await checked({ name: "Shop", processModel: { identityType: "LocalService" }, adopt: true });
    const state = { ...news, host: "applicationHost.config" };
    const id = "applicationHost.config/Shop";
    expect(await server.diff(id, state, news)).toMatchObject({ changes: true });
    expect(server.output()).toContain(
      'Shop on applicationHost.config: Identity User Name (processModel.userName) is CORP\\svc, program says ""',
    );
    expect(server.output()).toContain(
      "Shop on applicationHost.config: Identity Password (processModel.password) is [secret], program says (none)",
    );
    const before = commits();
    const { properties } = await server.create(news);
    expect(commits() - before).toBe(1);
    expect(config()).not.toMatch(/CORP|canary/);
    expect(await server.diff(id, properties, news)).toMatchObject({ changes: false });
    expect(server.output()).not.toContain("canary");
  });

  it("takes a password that another server has encrypted to be as declared, and leaves it as it is", async () => {
    const encrypted = "[enc:IISWASOnlyCngProvider:a2V5IG9mIGFub3RoZXI=:enc]";
    const identity = { identityType: "SpecificUser", userName: "CORP\\svc", password: "canary" };
    const copied = `<add name="Shop"><processModel identityType="SpecificUser" userName="CORP\\svc" password="${encrypted}" /></add>`;
    writeFileSync(configFile, config().replace("<applicationPoolDefaults", `${copied}$&`));
    const before = config();
    const news = await checked({ name: "Shop", processModel: identity, adopt: true });
    const { id, properties } = await server.create(news);
    expect(config()).toBe(before);
    expect(server.output()).toContain('processModel.password of pool "Shop": encrypted with the key of another server');
    expect(await server.diff(id, properties, news)).toMatchObject({ changes: false });
    const read = await server.read(id, properties);
    expect(read.properties).toEqual(properties);
    const more = await checked({ name: "Shop", processModel: identity, queueLength: 2000 });
    await server.update(id, properties, more);
    expect(config()).toBe(before.replace('name="Shop"', 'name="Shop" queueLength="2000"'));
    expect(server.output()).not.toContain("canary");
  });

  it("warns once, at create and at update, of a state that a stopped WAS keeps from being set", async () => {
    await nextRun({ APPCMD_EMULATOR_FAULT: "was-down" });
    const { id, properties } = await created({ name: "Shop", queueLength: 2000, state: "Started" });
    const warning =
      'warning: applicationHost.config: pool "Shop": its settings are as declared, but the service WAS does not respond, ' +
      "so its state could not be read or set to ";
    const remedy = ". Start WAS on the host (net start WAS), and rerun";
    expect(printedLines()).toEqual([`${warning}Started${remedy}`]);
    expect(config()).toContain('<add name="Shop" queueLength="2000" autoStart="true" />');
    const same = await checked({ name: "Shop", queueLength: 2000, state: "Started" });
    await server.read(id, properties);
    expect(await server.diff(id, properties, same)).toMatchObject({ changes: false });
    await server.update(id, properties, same);
    expect(printedLines()).toEqual([`${warning}Started${remedy}`]);
    await server.update(id, properties, await checked({ name: "Shop", queueLength: 2000, state: "Stopped" }));
    expect(printedLines()).toEqual([`${warning}Started${remedy}`, `${warning}Stopped${remedy}`]);
  });

  it("reports every fault of the inputs at once, before anything is written", async () => {
    const { failures } = await server.check({
      ...adapter.own("appPool"),
      name: "a/b",
      queueLength: 1,
      procesModel: {},
      connection,
    });
    expect(failures).toHaveLength(3);
    expect(failures.join("\n")).toMatch(
      /queueLength: [\s\S]*procesModel: .*processModel|procesModel: .*processModel[\s\S]*queueLength: /,
    );
    expect(commits()).toBe(0);
  });

  it("refuses to create a pool that exists, and takes it over when told to", async () => {
    const error: unknown = await created({ name: "DefaultAppPool", queueLength: 2000 }).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(CallError);
    expect((error as CallError).message).toContain("adopt: true");
    expect((error as CallError).partial).toBeUndefined();
    await created({ name: "DefaultAppPool", queueLength: 2000, adopt: true });
    expect(config()).toContain('<add name="DefaultAppPool" queueLength="2000" />');
  });

  it("leaves a pool that came into being half done in the state, with its provider, to be mended", async () => {
    await nextRun({ APPCMD_EMULATOR_FAULT: "drop:queueLength" });
    const error: unknown = await created({ name: "Half", queueLength: 2000 }).catch((caught: unknown) => caught);
    expect((error as CallError).partial).toMatchObject({
      id: "applicationHost.config/Half",
      properties: { ...adapter.own("appPool"), name: "Half" },
      reasons: [expect.stringContaining("queueLength 1000 -> 2000")],
    });
  });

  it("says that a vanished pool is gone, and an update brings it back", async () => {
    const { id, properties } = await created({ name: "Shop", queueLength: 2000 });
    copyFileSync(sampleConfig, configFile);
    await nextRun();
    expect((await server.read(id, properties)).id).toBe("");
    const news = await checked({ name: "Shop", queueLength: 2000 });
    expect(await server.diff(id, properties, news)).toMatchObject({ changes: true, replaces: [] });
    await server.update(id, properties, news);
    expect(config()).toContain('<add name="Shop" queueLength="2000" />');
  });

  it("reads for AppPool.get the effective settings without the password, and fails where there is no pool", async () => {
    const { properties } = await server.read("DefaultAppPool", {
      ...adapter.own("appPool"),
      connection,
      name: "DefaultAppPool",
    });
    expect(properties).toMatchObject({
      name: "DefaultAppPool",
      state: "Started",
      queueLength: 1000,
      managedRuntimeVersion: "v4.0",
    });
    expect(properties["processModel"]).not.toHaveProperty("password");
    await expect(server.read("Nope", { ...adapter.own("appPool"), connection })).rejects.toThrow("unknown pool `Nope`");
  });

  it("does not put the password that someone set on the host into the state", async () => {
    const identity = { identityType: "SpecificUser", userName: "u", password: "ours" };
    const { id, properties } = await created({ name: "Shop", processModel: identity });
    const theirs = await checked({ name: "Shop", processModel: { ...identity, password: "canary-theirs" } });
    await server.update(id, properties, theirs);
    const read = await server.read(id, properties);
    expect(JSON.stringify(read)).not.toContain("canary");
    expect(read.inputs["processModel"]).toMatchObject({ userName: "u", password: "(changed on the host)" });
  });

  it("answers no secret readable, whatever the program says of it", async () => {
    const processModel = { identityType: "SpecificUser", userName: "u", password: "canary-1" };
    const environmentVariables = { DB: "canary-2" };
    const { id, properties } = await created({ name: "Shop", processModel, environmentVariables });
    const { inputs } = await server.read(id, properties);
    expect(await server.diff(id, properties, inputs)).toMatchObject({ changes: false });
    await server.update(
      id,
      properties,
      await checked({ name: "Shop", processModel, environmentVariables: { DB: "canary-3" } }),
    );
    await server.check({
      ...adapter.own("appPool"),
      connection: { host: "web-01", password: "canary-4" },
      processModel,
    });
    await server.read("Shop", { ...adapter.own("appPool"), connection, name: "Shop" });
    await nextRun({ APPCMD_EMULATOR_FAULT: "drop:queueLength" });
    const half = { name: "Half", queueLength: 2000, processModel, environmentVariables };
    await expect(created(half)).rejects.toThrow("queueLength");
    expect(server.readable() + server.output()).toContain("queueLength");
    expect(server.readable() + server.output()).not.toContain("canary");
  });

  it("answers environment variables readable where the program says so, and learns it in one update", async () => {
    const declared = { name: "Shop", environmentVariables: { DB: "seen" } };
    const { id, properties } = await created(declared);
    expect(server.readable()).not.toContain("seen");
    const written = commits();
    const news = await checked({ ...declared, showEnvironment: true });
    expect(await server.diff(id, properties, news)).toMatchObject({ changes: true, replaces: [] });
    const { properties: outputs } = await server.update(id, properties, news);
    const shown = server.readable().split("seen").length;
    expect(shown).toBe(3);
    expect(await server.diff(id, outputs, news)).toMatchObject({ changes: false });
    expect((await server.read(id, outputs)).inputs).toMatchObject({ showEnvironment: true });
    expect(commits()).toBe(written);
    const { failures } = await server.check({ ...adapter.own("appPool"), name: "Shop", showEnvironment: "yes" });
    expect(failures).toEqual(["showEnvironment: must be true or false, got a text"]);
  });

  it("deletes a pool that gets another name, also where the engine asked before that name was known", async () => {
    const { id, properties } = await created({ name: "Shop" });
    await nextRun();
    const inputs = await checked({ name: "Shop" });
    expect(await server.diff(id, properties, { ...inputs, name: unknownValue })).toMatchObject({ changes: true });
    const news = await checked({ name: "Other" });
    expect(await server.diff(id, properties, news)).toMatchObject({ replaces: ["name"] });
    await server.delete(id, properties);
    expect(config()).not.toContain('name="Shop"');
  });

  it.each([
    ["", {}],
    [", also where something is not known yet", { environmentVariables: { DB: unknownValue } }],
  ])("names every value that is to be cleared because it left the program%s", async (_when, more) => {
    const { id, properties } = await created({
      ...{ name: "Shop", queueLength: 2000, processModel: { idleTimeout: "5m", pingingEnabled: false } },
      ...{ recycling: { periodicRestart: { schedule: ["03:00"] } }, environmentVariables: { DB: "canary" } },
    });
    await nextRun();
    const news = await checked({ name: "Shop", processModel: { pingingEnabled: false }, ...more });
    expect(await server.diff(id, properties, news)).toMatchObject({ changes: true, replaces: [] });
    const told = server
      .output()
      .split("\n")
      .filter((line) => line.includes(", program "));
    const cleared = [
      "Shop on applicationHost.config: Queue Length (queueLength) is 2000, program does not set it",
      "Shop on applicationHost.config: Idle Time-out (processModel.idleTimeout) is 5 min, program does not set it",
      "Shop on applicationHost.config: Specific Times (recycling.periodicRestart.schedule) is 03:00, program does not set it",
    ];
    const variables =
      "environmentVariables" in more
        ? []
        : ["Shop on applicationHost.config: environmentVariables is DB=[secret], program says (none)"];
    expect(told.sort()).toEqual([...cleared, ...variables].sort());
  });

  it("gathers concurrent creates, updates and deletes into one commit", async () => {
    await nextRun(patient);
    const names = Array.from({ length: 12 }, (_, i) => `Pool ${i}`);
    const inputs = await Promise.all(names.map((name) => checked({ name, queueLength: 50 })));
    const pools = await Promise.all(inputs.map((one) => server.create(one)));
    expect(commits()).toBe(1);
    await nextRun(patient);
    await Promise.all(pools.map(({ id, properties }) => server.delete(id, properties)));
    expect(commits()).toBe(2);
  });

  it("fails one of many creates and makes the others", async () => {
    const good = await Promise.all(["A", "B"].map((name) => checked({ name })));
    const bad = await checked({ name: "DefaultAppPool" });
    const results = await Promise.allSettled([...good, bad].map((one) => server.create(one)));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
  });

  it("keeps a pool that another resource of the same run took over", async () => {
    const { id, properties } = await created({ name: "Shop", queueLength: 2000 });
    await nextRun();
    await created({ name: "Shop", queueLength: 2000, adopt: true });
    await server.delete(id, properties);
    expect(config()).toContain('<add name="Shop" queueLength="2000" />');
  });

  it("manages applicationPoolDefaults and leaves them alone when it is deleted", async () => {
    callFor(poolUrn("lab").replace("AppPool", "AppPoolDefaults"));
    const inputs = await checked({ startMode: "AlwaysRunning" }, "appPoolDefaults");
    const { id, properties } = await server.create(inputs);
    expect(id).toBe("applicationHost.config/applicationPoolDefaults");
    expect(config()).toContain('<applicationPoolDefaults managedRuntimeVersion="v4.0" startMode="AlwaysRunning">');
    expect(await server.diff(id, properties, inputs)).toMatchObject({ changes: false });
    rmSync(log);
    await server.delete(id, properties);
    expect(existsSync(log)).toBe(false);
    expect(config()).toContain('startMode="AlwaysRunning"');
  });
});
