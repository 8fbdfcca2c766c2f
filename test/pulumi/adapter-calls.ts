// A provider that is called over gRPC as the engine does, on a copy of the sample's configuration, by either adapter.
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleConfig } from "../engine/offline-host";
import { type ProviderServer, providerText } from "./provider-server";

export type Json = Record<string, unknown>;

const repository = join(__dirname, "../..");
export const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-grpc-"));
export const configFile = join(folder, "applicationHost.config");
export const log = join(folder, "calls.jsonl");
export const connection = { configFile: "applicationHost.config" };

/** One of the two ways in which the engine reaches the core. */
export interface Adapter {
  readonly title: string;
  start(env: NodeJS.ProcessEnv): Promise<ProviderServer>;
  /** What it has among the properties of a kind besides those of the kind. */
  own(kind: "appPool" | "appPoolDefaults"): Json;
}

/** Starts a provider in a folder, as a process or in this one. */
type Start = (folder: string, env: NodeJS.ProcessEnv) => Promise<ProviderServer>;

/** Both adapters, with the ways to start them. */
export function bothAdapters({ dynamic, plugin }: Readonly<Record<"dynamic" | "plugin", Start>>): Adapter[] {
  return [
    {
      title: "the dynamic provider",
      start: (env) => dynamic(folder, env),
      own: (kind) => ({ __provider: providerText(kind) }),
    },
    { title: "the provider plugin", start: (env) => plugin(folder, env), own: () => ({}) },
  ];
}

/** The adapter that is tested, and its provider. */
export let adapter: Adapter;
export let server: ProviderServer;

beforeAll(() => {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(repository, join(folder, "node_modules/pulumi-iis"));
});

/** Starts afresh, with the sample's configuration. */
export async function begin(used: Adapter): Promise<void> {
  adapter = used;
  // Backups of the test before may have the name of the same second.
  for (const file of globSync(`${configFile}.*`)) rmSync(file, { recursive: true });
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
export async function nextRun(env: NodeJS.ProcessEnv = {}): Promise<void> {
  await server.stop();
  server = await adapter.start({ APPCMD_EMULATOR_LOG: log, ...env });
}

export function config(): string {
  return readFileSync(configFile, "utf8");
}

/** Checked inputs of a pool, as the engine hands them on. */
export async function checked(inputs: Json, kind: "appPool" | "appPoolDefaults" = "appPool"): Promise<Json> {
  const { inputs: canonical, failures } = await server.check({ ...adapter.own(kind), connection, ...inputs });
  expect(failures).toEqual([]);
  return canonical;
}

export async function created(inputs: Json): Promise<{ id: string; properties: Json }> {
  return server.create(await checked(inputs));
}

/** Has the following calls name another resource. */
export function callFor(urn: string): void {
  server = server.of(urn);
}

/** The test of the whole life of a pool, with the adapter that was begun. */
export function itManagesAPool(): void {
  it("creates, reads, updates and deletes a pool, and leaves the file as it was", async () => {
    const before = config();
    const { id, properties } = await created({ name: "Shop", queueLength: 2000, processModel: { idleTimeout: "5m" } });
    expect(id).toBe("applicationHost.config/Shop");
    expect(properties).toEqual({
      ...adapter.own("appPool"),
      connection,
      host: "applicationHost.config",
      adopted: false,
      name: "Shop",
      queueLength: 2000,
      processModel: { idleTimeout: "00:05:00" },
    });
    const read = await server.read(id, properties);
    expect(read.properties).toEqual(properties);
    const { host, adopted, ...inputs } = properties;
    expect({ host, adopted }).toEqual({ host: "applicationHost.config", adopted: false });
    expect(read.inputs).toEqual(inputs);
    const news = await checked({ name: "Shop", queueLength: 3000 });
    expect(await server.diff(id, properties, news)).toMatchObject({ changes: true, replaces: [] });
    const updated = await server.update(id, properties, news);
    expect(config()).toContain('<add name="Shop" queueLength="3000" />');
    await nextRun();
    await server.delete(id, updated.properties);
    expect(config()).toBe(before);
  });
}
