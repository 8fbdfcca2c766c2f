import * as pulumi from "@pulumi/pulumi";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppPool, PoolFile, rollout } from "../../provider";
import { joinUnknowns, splitUnknowns, isUnknownAt, unknownValue } from "../../provider/pulumi/core/unknowns";
import { sampleConfig } from "../engine/offline-host";
import { startPluginHere, startProviderServerHere } from "../pulumi/provider-here";
import { type ProviderServer, providerText } from "../pulumi/provider-server";

type Json = Record<string, unknown>;

const names = ["Constructor", "constructor", "__proto__", "toString", "hasOwnProperty"];
const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-names-"));
const connection = { configFile: "applicationHost.config" };

/** An object with this key of its own, `__proto__` included. */
const keyed = (key: string, value: unknown): Json => Object.fromEntries([[key, value]]);

beforeEach(() => {
  copyFileSync(sampleConfig, join(folder, "applicationHost.config"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ["the dynamic provider", startProviderServerHere],
  ["the plugin", startPluginHere],
] as const)("%s", (title, startServer) => {
  let server: ProviderServer;

  beforeAll(async () => {
    server = await startServer(folder, {});
  });
  afterAll(() => server.stop());

  // No message of google-protobuf holds __proto__.
  const carried = names.filter((name) => name !== "__proto__");
  const own = title === "the plugin" ? {} : { __provider: providerText("appPool") };

  test.each(carried)("manages a pool and a variable called %s", async (name) => {
    const given = { ...own, name, connection, environmentVariables: keyed(name, "one") };
    const { inputs, failures } = await server.check(given);
    expect(failures).toEqual([]);
    expect(Object.entries(inputs["environmentVariables"] as Json)).toEqual([[name, "one"]]);
    const { id, properties } = await server.create(inputs);
    expect(await server.diff(id, properties, inputs)).toMatchObject({ changes: false });
    const news = (await server.check({ ...given, environmentVariables: keyed(name, "two") })).inputs;
    expect(await server.diff(id, properties, news)).toMatchObject({ changes: true });
    await server.update(id, properties, news);
    await server.delete(id, properties);
  });

  test.each(carried)("refuses %s as a property", async (name) => {
    const { failures } = await server.check({
      ...own,
      name: "Shop",
      connection,
      cpu: keyed(name, 1),
      ...keyed(name, 1),
    });
    expect(failures.join("\n")).toContain(`cpu.${name}`);
    expect(failures.join("\n")).not.toMatch(/native code/);
  });
});

test.each(names)("splits and joins what is not known yet of %s", (name) => {
  const input = {
    map: Object.fromEntries([
      [name, unknownValue],
      ["A", "1"],
    ]),
  };
  const { known, unknown } = splitUnknowns(input);
  expect(Object.entries(known["map"] as Json)).toEqual([["A", "1"]]);
  expect(Object.keys(unknown["map"] as Json)).toEqual([name]);
  expect(Object.entries(joinUnknowns(known, unknown)["map"] as Json).sort()).toEqual([
    ["A", "1"],
    [name, unknownValue],
  ]);
  expect(isUnknownAt(unknown, `map.${name}`)).toBe(true);
  expect(isUnknownAt({}, name)).toBe(false);
  expect(isUnknownAt({ map: {} }, `map.${name}`)).toBe(false);
});

describe("in a program", () => {
  beforeEach(async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
      call: () => ({}),
    });
  });

  test.each(names.filter((name) => name !== "__proto__"))("%s can be a host of a rollout", (name) => {
    const made = rollout({ hosts: [name], waves: "100%" }, (host) => new AppPool(host.name, {}, host.opts));
    expect(Object.keys(made.hosts)).toEqual([name]);
    expect(Reflect.get(made.hosts, "valueOf")).toBeUndefined();
  });

  test.each(names.filter((name) => name !== "__proto__"))("%s can be a variable", async (name) => {
    const { environmentVariables } = new AppPool("a", { environmentVariables: keyed(name, "x") as never });
    const found = await new Promise((resolve) => environmentVariables.apply(resolve));
    expect(Object.entries(found as object)).toEqual([[name, "x"]]);
  });

  test("__proto__ as a host of a rollout is refused: Pulumi would lose it", () => {
    const roll = () => rollout({ hosts: ["__proto__"], waves: "100%" }, (host) => new AppPool("a", {}, host.opts));
    expect(roll).toThrow('hosts: Pulumi drops the key "__proto__"');
  });

  test("__proto__ as a variable is refused, in a program and from a pool file: Pulumi would lose it", () => {
    const refusal = 'environmentVariables: Pulumi drops the key "__proto__"';
    expect(() => new AppPool("a", { environmentVariables: keyed("__proto__", "x") as never })).toThrow(refusal);
    const file = join(folder, "pools.yaml");
    writeFileSync(file, "version: 1\npools: { Shop: { environmentVariables: { __proto__: x } } }\n");
    expect(() => new PoolFile("files", { files: [file] })).toThrow(refusal);
  });

  test("the pools of a pool file have no names but their own", () => {
    const file = join(folder, "pools.yaml");
    writeFileSync(
      file,
      "version: 1\nhosts: { constructor: {} }\npools: { toString: {} }\napplicationPoolDefaults: { queueLength: 2000 }\n",
    );
    const { pools, defaults } = new PoolFile("more", { files: [file] });
    expect(Object.keys(pools)).toEqual(["constructor/toString"]);
    expect(Object.keys(defaults)).toEqual(["constructor"]);
    expect([Reflect.get(pools, "constructor"), Reflect.get(defaults, "toString")]).toEqual([undefined, undefined]);
  });
});
