import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeStandIn } from "../e2e/harness/stand-in";
import { sampleConfig } from "../engine/offline-host";
import { type ProviderServer, providerText, startPlugin, startProviderServer } from "./provider-server";

type Json = Record<string, unknown>;

const repository = join(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-grpc-"));
const configFile = join(folder, "applicationHost.config");
const log = join(folder, "calls.jsonl");
const connection = { configFile: "applicationHost.config" };

/** One of the two ways in which the engine reaches the core. */
interface Adapter {
  readonly title: string;
  start(env: NodeJS.ProcessEnv): Promise<ProviderServer>;
  /** What it has among the properties of a kind besides those of the kind. */
  own(kind: "appPool" | "appPoolDefaults"): Json;
}

const adapters: readonly Adapter[] = [
  {
    title: "the dynamic provider",
    start: (env) => startProviderServer(folder, env),
    own: (kind) => ({ __provider: providerText(kind) }),
  },
  { title: "the provider plugin", start: (env) => startPlugin(folder, env), own: () => ({}) },
];

let adapter: Adapter;
let server: ProviderServer;

beforeAll(() => {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(repository, join(folder, "node_modules/pulumi-iis"));
});

/** Starts afresh, with the sample's configuration. */
async function begin(): Promise<void> {
  copyFileSync(sampleConfig, configFile);
  server = await adapter.start({ APPCMD_EMULATOR_LOG: log });
}

afterEach(async () => {
  await server.stop();
  rmSync(log, { force: true });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The next run of the engine: every run has a provider process of its own. */
async function nextRun(env: NodeJS.ProcessEnv = {}): Promise<void> {
  await server.stop();
  server = await adapter.start({ APPCMD_EMULATOR_LOG: log, ...env });
}

function config(): string {
  return readFileSync(configFile, "utf8");
}

/** Checked inputs of a pool, as the engine hands them on. */
async function checked(inputs: Json, kind: "appPool" | "appPoolDefaults" = "appPool"): Promise<Json> {
  const { inputs: canonical, failures } = await server.check({ ...adapter.own(kind), connection, ...inputs });
  expect(failures).toEqual([]);
  return canonical;
}

async function created(inputs: Json): Promise<{ id: string; properties: Json }> {
  return server.create(await checked(inputs));
}

describe.each(adapters)("$title, a process that is called over gRPC as the engine does", (used) => {
  beforeEach(async () => {
    adapter = used;
    await begin();
  });

  it("creates, reads, updates and deletes a pool, and leaves the file as it was", async () => {
    const before = config();
    const { id, properties } = await created({ name: "Shop", queueLength: 2000, processModel: { idleTimeout: "5m" } });
    expect(id).toBe("applicationHost.config/Shop");
    expect(properties).toEqual({
      ...adapter.own("appPool"),
      connection,
      host: "applicationHost.config",
      name: "Shop",
      queueLength: 2000,
      processModel: { idleTimeout: "00:05:00" },
    });
    const read = await server.read(id, properties);
    expect(read.properties).toEqual(properties);
    const { host, ...inputs } = properties;
    expect(host).toBe("applicationHost.config");
    expect(read.inputs).toEqual(inputs);
    const news = await checked({ name: "Shop", queueLength: 3000 });
    expect(await server.diff(id, properties, news)).toMatchObject({ changes: true, replaces: [] });
    const updated = await server.update(id, properties, news);
    expect(config()).toContain('<add name="Shop" queueLength="3000" />');
    await nextRun();
    await server.delete(id, updated.properties);
    expect(config()).toBe(before);
  });

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
      /connection \{ configFile \}.*pulumi config set iis:configFile/,
    );
    await expect(server.create({ ...noWindows, connection: { configFile: "nope.config" } })).rejects.toThrow(
      "there is no file",
    );
    await expect(server.create({ ...noWindows, connection: { appcmdPath: "/nope/appcmd" } })).rejects.toThrow(
      "cannot start /nope/appcmd",
    );
  });
});
