import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { packageSchema } from "../../provider/pulumi/package-schema/package-schema";
import { packageVersion } from "../../provider/package-root";
import { sampleConfig } from "../engine/offline-host";
import { answer, CallError, isSecret, json, poolUrn, type ProviderServer, struct } from "./provider-server";
import { startPluginHere } from "./provider-here";

type Json = Record<string, unknown>;

const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-plugin-"));
const configFile = join(folder, "applicationHost.config");
const log = join(folder, "calls.jsonl");
const canary = "canary-41";
let plugin: ProviderServer;

/** A process of the plugin, as each run of the engine has its own. */
async function start(config: Json = { configFile: "applicationHost.config" }, env: NodeJS.ProcessEnv = {}) {
  plugin = await startPluginHere(folder, { APPCMD_EMULATOR_LOG: log, ...env }, config);
}

beforeEach(() => {
  copyFileSync(sampleConfig, configFile);
});

afterEach(async () => {
  await plugin.stop();
  rmSync(log, { force: true });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Call {
  readonly argv: readonly string[];
  readonly commit: boolean;
}

function calls(): Call[] {
  if (!existsSync(log)) return [];
  const lines = readFileSync(log, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Call);
}

const config = (): string => readFileSync(configFile, "utf8");

async function checked(inputs: Json): Promise<Json> {
  const { inputs: canonical, failures } = await plugin.check(inputs);
  expect(failures).toEqual([]);
  return canonical;
}

describe("the plugin as the engine gets to know it", () => {
  it("answers its version and its schema, takes the marks of secrets and supports previews", async () => {
    await start();
    const { client } = plugin;
    const schema = await answer<rpc.GetSchemaResponse>((done) => client.getSchema(new rpc.GetSchemaRequest(), done));
    expect(JSON.parse(schema.getSchema())).toEqual(JSON.parse(JSON.stringify(packageSchema(packageVersion()))));
    const configured = await answer<rpc.ConfigureResponse>((done) =>
      client.configure(new rpc.ConfigureRequest().setArgs(struct({})), done),
    );
    expect(configured.toObject()).toMatchObject({ acceptsecrets: true, supportspreview: true });
  });

  it("names the resource types that there are", async () => {
    await start();
    const other = plugin.of("urn:pulumi:test::test::iis:index:Site::x");
    await expect(other.check({})).rejects.toThrow(
      "unknown resource type `iis:index:Site`. Known resource types: iis:index:AppPool,",
    );
  });
});

describe("the provider's configuration", () => {
  async function check(news: Json): Promise<{ inputs: Json; raw: Json; failures: string[] }> {
    const request = new rpc.CheckRequest().setNews(struct(news));
    const response = await answer<rpc.CheckResponse>((done) => plugin.client.checkConfig(request, done));
    const raw = response.getInputs()!.toJavaScript();
    return {
      inputs: json(response.getInputs()),
      raw,
      failures: response.getFailuresList().map((one) => one.getReason()),
    };
  }

  it("takes values as texts, as the stack's config holds them, and as what they are", async () => {
    await start();
    const texts = { host: "web-01", port: "2222", insecureIgnoreHostKey: "true", readOnly: "true", version: "0.1.0" };
    expect(await check(texts)).toMatchObject({ inputs: texts, failures: [] });
    expect((await check({ host: "web-01", port: 2222, proxy: '{"host":"gate","port":22}' })).failures).toEqual([]);
  });

  it("reports every fault at once, by the names of the stack's config", async () => {
    await start();
    const { failures } = await check({ port: "many", adopt: "perhaps", hots: "web-01", proxy: "{" });
    expect(failures).toEqual([
      "iis:port: must be a whole number between 1 and 65535, got a text",
      expect.stringContaining("iis:proxy: must be an object with host, port"),
      "iis:adopt: must be true or false, got a text",
      "iis:hots: unknown key `hots`. Did you mean `host`?",
      expect.stringContaining("host is required with port, proxy"),
    ]);
  });

  it("keeps the secrets of a connection secret, whatever the program says of them", async () => {
    await start();
    const { raw } = await check({ host: "web-01", password: canary, privateKey: canary, port: "22" });
    expect(isSecret(raw["password"]) && isSecret(raw["privateKey"])).toBe(true);
    expect(raw["port"]).toBe("22");
    const proxy = JSON.stringify({ host: "gate", password: canary });
    const { raw: asText } = await check({ host: "web-01", proxy });
    expect(isSecret(asText["proxy"])).toBe(true);
    const { raw: asGroup } = await check({ host: "web-01", proxy: { host: "gate", password: canary } });
    expect(isSecret((asGroup["proxy"] as Json)["password"])).toBe(true);
  });

  test.each<[string, Json, Json, Json]>([
    ["nothing", { host: "a" }, { host: "a" }, { replaces: [], changes: 1 }],
    ["a new password", { host: "a", password: "1" }, { host: "a", password: "2" }, { replaces: [], changes: 2 }],
    ["another host", { host: "a" }, { host: "b" }, { replaces: ["host"], changes: 2 }],
    ["another file", { configFile: "a" }, { configFile: "b", adopt: "true" }, { replaces: ["configFile"], changes: 2 }],
    [
      "a stack of the dynamic provider",
      { "iis:host": "a", "web:host": "x" },
      { host: "a" },
      { replaces: [], changes: 1 },
    ],
    ["one that named no place", { "web:host": "x" }, { host: "a" }, { replaces: [], changes: 2 }],
    ["this machine with its code page", { codePage: "850" }, { host: "a" }, { replaces: [], changes: 2 }],
    ["another code page here", { codePage: "850" }, { codePage: "437" }, { replaces: [], changes: 2 }],
    ["another program here", { appcmdPath: "a" }, { host: "a" }, { replaces: ["host", "appcmdPath"], changes: 2 }],
    ["one that led elsewhere", { "iis:host": "a" }, { host: "b" }, { replaces: ["host"], changes: 2 }],
    ["the spelling of a number", { host: "a", port: "22" }, { host: "a", port: 22 }, { replaces: [], changes: 2 }],
  ])("is another provider only where it leads elsewhere: %s", async (_what, olds, news, wanted) => {
    await start();
    const request = new rpc.DiffRequest().setOlds(struct(olds)).setOldInputs(struct(olds)).setNews(struct(news));
    const response = await answer<rpc.DiffResponse>((done) => plugin.client.diffConfig(request, done));
    expect({ replaces: response.getReplacesList(), changes: response.getChanges() }).toEqual(wanted);
  });

  it("is what resources start from, and stays out of their state", async () => {
    await start({ configFile: "applicationHost.config", adopt: "true" });
    const inputs = await checked({ name: "DefaultAppPool", queueLength: 2000 });
    const { id, properties } = await plugin.create(inputs);
    const host = "applicationHost.config";
    expect(properties).toEqual({ name: "DefaultAppPool", queueLength: 2000, host, adopted: true });
    expect(await plugin.read(id, properties)).toEqual({ id, properties, inputs });
    expect(await plugin.diff(id, properties, inputs)).toMatchObject({ changes: false });
  });

  it("is overruled by a resource's own connection", async () => {
    await start({ configFile: "nowhere.config" });
    const own = { connection: { configFile: "applicationHost.config" } };
    const { properties } = await plugin.create(await checked({ name: "Own", ...own }));
    expect(properties).toMatchObject(own);
    await expect(plugin.create(await checked({ name: "Shop" }))).rejects.toThrow("nowhere.config");
  });

  it("refuses every write where it is read-only, and lets what is there be seen", async () => {
    await start({ configFile: "applicationHost.config", readOnly: "true" });
    const inputs = await checked({ name: "Shop", queueLength: 2000 });
    await expect(plugin.create(inputs)).rejects.toThrow(/pool "Shop".*readOnly: true/);
    expect(calls().filter(({ commit }) => commit)).toEqual([]);
    expect((await plugin.read("DefaultAppPool", {})).inputs).toEqual({ name: "DefaultAppPool" });
  });

  it("has a backup made before the first write, and says its name", async () => {
    await start({ configFile: "applicationHost.config", backup: "true" });
    await plugin.create(await checked({ name: "Shop" }));
    expect(calls().some(({ argv }) => argv[0] === "add" && argv[1] === "backup")).toBe(true);
    expect(plugin.output()).toContain("backup");
  });
});

describe("a resource of the plugin", () => {
  it("has the name of the resource where it has none of its own", async () => {
    await start();
    expect(await plugin.of(poolUrn("Api")).check({})).toEqual({ inputs: { name: "Api" }, failures: [] });
    const { failures } = await plugin.of(poolUrn("a/b")).check({});
    expect(failures).toEqual([expect.stringMatching(/^name: /)]);
  });

  it("marks every password and key as a secret, in inputs and in what it answers", async () => {
    await start();
    const processModel = { identityType: "SpecificUser", userName: "u", password: canary };
    const connection = { configFile: "applicationHost.config" };
    const request = new rpc.CheckRequest().setUrn(poolUrn()).setNews(struct({ processModel, connection }));
    const raw = await answer<rpc.CheckResponse>((done) => plugin.client.check(request, done));
    expect(isSecret((raw.getInputs()!.toJavaScript()["processModel"] as Json)["password"])).toBe(true);
    const create = new rpc.CreateRequest().setUrn(poolUrn()).setProperties(struct(json(raw.getInputs())));
    const made = await answer<rpc.CreateResponse>((done) => plugin.client.create(create, done));
    const outputs = made.getProperties()!.toJavaScript();
    // As a whole: YAML programs lose a secret within a group that they refer to.
    expect(isSecret(outputs["processModel"])).toBe(true);
    const proxy = { host: "gate", user: "u", privateKey: canary };
    const overSsh = { connection: { host: "web-01", password: canary, privateKeyPassword: canary, proxy } };
    const news = new rpc.CheckRequest().setUrn(poolUrn()).setNews(struct(overSsh));
    const over = (await answer<rpc.CheckResponse>((done) => plugin.client.check(news, done)))
      .getInputs()!
      .toJavaScript();
    const given = over["connection"] as Json & { proxy: Json };
    expect([given["password"], given["privateKeyPassword"], given.proxy["privateKey"]].map(isSecret)).toEqual([
      ...[true, true, true],
    ]);
    expect(given["host"]).toBe("web-01");
    expect(plugin.output()).not.toContain("canary");
  });

  it("answers a preview with the host where it is known, and looks at it once for what is to be created", async () => {
    await start();
    const inputs = await checked({ name: "Shop", queueLength: 2000 });
    const create = new rpc.CreateRequest().setUrn(poolUrn()).setProperties(struct(inputs)).setPreview(true);
    const made = await answer<rpc.CreateResponse>((done) => plugin.client.create(create, done));
    expect({ id: made.getId(), ...json(made.getProperties()) }).toEqual({
      ...{ id: "", name: "Shop", queueLength: 2000, host: "applicationHost.config", adopted: false },
    });
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const later = new rpc.UpdateRequest()
      .setUrn(poolUrn())
      .setOlds(struct(inputs))
      .setNews(struct({ ...inputs, connection: { host: unknown } }))
      .setPreview(true);
    const updated = await answer<rpc.UpdateResponse>((done) => plugin.client.update(later, done));
    expect(json(updated.getProperties())).toMatchObject({ host: unknown, queueLength: 2000 });
    await answer<rpc.CreateResponse>((done) => plugin.client.create(create, done));
    expect(calls().map(({ argv }) => argv.slice(0, 2))).toEqual([["list", "apppool"]]);
  });

  it("begins to look at the host when a resource of the state is checked, and looks once for all", async () => {
    await start();
    const { id, properties } = await plugin.create(await checked({ name: "Shop", queueLength: 2000 }));
    await plugin.stop();
    rmSync(log, { force: true });
    await start();
    await plugin.check({ name: "New" });
    expect(calls()).toEqual([]);
    const { inputs } = await plugin.check({ name: "Shop", queueLength: 2000 }, { name: "Shop", queueLength: 2000 });
    while (calls().length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await plugin.diff(id, properties, inputs)).toMatchObject({ changes: false });
    expect(calls().map(({ argv }) => argv.slice(0, 2))).toEqual([["list", "apppool"]]);
  });

  it("names each property that is to change, and what becomes of it", async () => {
    await start();
    const { id, properties } = await plugin.create(await checked({ name: "Shop", queueLength: 2000, autoStart: true }));
    const details = async (news: Json): Promise<{ details: [string, number][]; replaces: string[] }> => {
      const request = new rpc.DiffRequest()
        .setUrn(poolUrn())
        .setId(id)
        .setOlds(struct(properties))
        .setNews(struct(await checked(news)));
      const response = await answer<rpc.DiffResponse>((done) => plugin.client.diff(request, done));
      const entries = response.getDetaileddiffMap().entries();
      const found = [...(entries as unknown as Iterable<[string, rpc.PropertyDiff]>)];
      const details = found.map(([path, one]): [string, number] => [path, one.getKind()]);
      return { details: details.sort(([a], [b]) => (a < b ? -1 : 1)), replaces: response.getReplacesList() };
    };
    const { ADD, UPDATE, DELETE, UPDATE_REPLACE } = rpc.PropertyDiff.Kind;
    expect(await details({ name: "Shop", queueLength: 3000, processModel: { idleTimeout: "5m" } })).toEqual({
      details: [
        ["autoStart", DELETE],
        ["processModel.idleTimeout", ADD],
        ["queueLength", UPDATE],
      ],
      replaces: [],
    });
    expect(await details({ name: "Other" })).toEqual({ details: [["name", UPDATE_REPLACE]], replaces: ["name"] });
    expect(plugin.output()).toContain(
      "Shop on applicationHost.config: Queue Length (queueLength) is 2000, program says 3000",
    );
  });

  it("leaves in the state what is really there when an update fails half-way", async () => {
    await start();
    const { id, properties } = await plugin.create(await checked({ name: "Half", queueLength: 2000 }));
    await plugin.stop();
    await start(undefined, { APPCMD_EMULATOR_FAULT: "drop:queueLength" });
    const news = await checked({ name: "Half", queueLength: 3000, startMode: "AlwaysRunning" });
    const error: unknown = await plugin.update(id, properties, news).catch((caught: unknown) => caught);
    expect((error as CallError).partial).toEqual({
      id,
      properties: {
        ...{ name: "Half", queueLength: 2000, startMode: "AlwaysRunning" },
        ...{ host: "applicationHost.config", adopted: false },
      },
      reasons: [expect.stringMatching(/pool "Half".*queueLength 2000 -> 3000/)],
    });
  });

  it("keeps in the state what is still to be cleared when an update fails, and clears it the next time", async () => {
    await start();
    const before = await checked({ name: "Half", queueLength: 2000, multiInstance: false });
    const { id, properties } = await plugin.create(before);
    await plugin.stop();
    await start(undefined, { APPCMD_EMULATOR_FAULT: "refuse:cpu.limit" });
    const news = await checked({ name: "Half", cpu: { limit: 5000 } });
    const error: unknown = await plugin.update(id, properties, news).catch((caught: unknown) => caught);
    const { properties: left } = (error as CallError).partial!;
    expect(left).toMatchObject({ queueLength: 2000, recycling: { disallowOverlappingRotation: true } });
    await plugin.stop();
    await start();
    expect(await plugin.diff(id, left, news)).toMatchObject({ changes: true });
    await plugin.update(id, left, news);
    expect(config()).toMatch(/<add name="Half">\s*<cpu limit="5000" \/>\s*<\/add>/);
  });

  it("leaves on the host what the program ignores changes of, and writes the rest", async () => {
    await start();
    const declared = { name: "Shop", queueLength: 2000, processModel: { idleTimeout: "00:05:00" } };
    const { id, properties } = await plugin.create(await checked(declared));
    writeFileSync(configFile, config().replace('queueLength="2000"', 'queueLength="4000"'));
    await plugin.stop();
    await start();
    const diff = async (news: Json, ...ignored: string[]): Promise<rpc.DiffResponse.DiffChanges> => {
      const request = new rpc.DiffRequest().setUrn(poolUrn()).setId(id).setIgnorechangesList(ignored);
      request.setOlds(struct(properties)).setNews(struct(news));
      return (await answer<rpc.DiffResponse>((done) => plugin.client.diff(request, done))).getChanges();
    };
    const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
    expect([await diff(declared), await diff(declared, "queueLength")]).toEqual([DIFF_SOME, DIFF_NONE]);
    const news = { ...declared, processModel: { idleTimeout: "00:10:00" } };
    const update = new rpc.UpdateRequest().setUrn(poolUrn()).setId(id).setIgnorechangesList(["queueLength"]);
    update.setOlds(struct(properties)).setNews(struct(news));
    await answer<rpc.UpdateResponse>((done) => plugin.client.update(update, done));
    expect(config()).toMatch(/queueLength="4000">\s*<processModel idleTimeout="00:10:00"/);
  });

  it("that declares an empty collection which its IIS does not have is as declared, after a refresh too", async () => {
    await start(undefined, { APPCMD_EMULATOR_IIS: "8.5" });
    const inputs = await checked({ name: "Shop", environmentVariables: {} });
    const { id, properties } = await plugin.create(inputs);
    const read = await plugin.read(id, properties);
    expect(read.properties).toEqual(properties);
    expect(await plugin.diff(id, read.properties, inputs)).toMatchObject({ changes: false });
  });

  it("keeps to the time that a resource is given", async () => {
    await start(undefined, { APPCMD_EMULATOR_LATENCY_MS: "600000" });
    const inputs = await checked({ name: "Shop" });
    const request = new rpc.CreateRequest().setUrn(poolUrn()).setProperties(struct(inputs)).setTimeout(1);
    const made = answer<rpc.CreateResponse>((done) => plugin.client.create(request, done));
    await expect(made).rejects.toThrow(/pool "Shop".*1 s/);
    expect(config()).not.toContain("Shop");
    // The read, which other resources may share, would keep this process for two minutes.
    await answer<Empty>((done) => plugin.client.cancel(new Empty(), done));
  });

  it("ends what runs when the engine is interrupted, and begins nothing more", async () => {
    await start(undefined, { APPCMD_EMULATOR_LATENCY_MS: "600000" });
    const inputs = await checked({ name: "Shop" });
    const refused = expect(plugin.create(inputs)).rejects.toThrow("interrupted");
    await answer<Empty>((done) => plugin.client.cancel(new Empty(), done));
    await refused;
    await expect(plugin.create(inputs)).rejects.toThrow("interrupted");
    expect(config()).not.toContain("Shop");
  });
});

describe("a function of the plugin", () => {
  async function invoke(token: string, args: Json): Promise<{ result: Json; failures: string[] }> {
    const request = new rpc.InvokeRequest().setTok(token).setArgs(struct(args));
    const response = await answer<rpc.InvokeResponse>((done) => plugin.client.invoke(request, done));
    return { result: json(response.getReturn()), failures: response.getFailuresList().map((one) => one.getReason()) };
  }

  it("asks the host of the provider", async () => {
    await start();
    const { result } = await invoke("iis:index:getAppPool", { name: "defaultapppool" });
    expect(result).toMatchObject({ name: "DefaultAppPool", host: "applicationHost.config", state: "Started" });
  });

  it("answers the faults of its arguments, and names the functions that there are", async () => {
    await start();
    expect((await invoke("iis:index:getAppPool", { nmae: "x" })).failures).toEqual([
      "name: is required and must be the name of an application pool",
      "nmae: unknown key `nmae`. Did you mean `name`?",
    ]);
    await expect(invoke("iis:index:getSite", {})).rejects.toThrow(
      "unknown function `iis:index:getSite`. Known functions: ",
    );
  });
});
