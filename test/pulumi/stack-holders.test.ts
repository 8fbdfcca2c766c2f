import { readStackHolders } from "../../provider/pulumi/core/owners/read-stack";
import { poolPlace } from "../../provider/pulumi/core/resource";

const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };
const connection = { configFile: "a.config" };
const base = "urn:pulumi:test::test::";
const provider = `${base}pulumi:providers:iis::p`;

type Json = Record<string, unknown>;

/** The names of the resources that have Shop on that host. */
function holders(resources: readonly Json[]): string[] {
  const text = JSON.stringify({ version: 3, deployment: { resources } });
  const place = poolPlace({ name: "Shop", connection })!;
  return readStackHolders(text)
    .holdersOf(place)
    .map((urn) => urn.slice(urn.lastIndexOf(":") + 1));
}

function pool(name: string, inputs: Json, more: Json = {}): Json {
  const type = "pulumi-nodejs:dynamic/iis:AppPool";
  return { urn: `${base}${type}::${name}`, type, inputs: { connection, ...inputs }, ...more };
}

describe("who has a pool, read from a stack's state", () => {
  it("is everyone who would write to it, in any letter case, also what waits for its deletion", () => {
    const all = [
      pool("a", { name: "Shop" }),
      pool("b", { name: "SHOP" }, { delete: true }),
      pool("c", { name: "Other" }),
      pool("d", { name: "Shop", connection: { configFile: "b.config" } }),
    ];
    expect(holders(all)).toEqual(["a", "b"]);
  });

  it("is nobody who only reads it, or whose pool is deleted already", () => {
    const all = [
      pool("read", { name: "Shop" }, { external: true }),
      pool("gone", { name: "Shop" }, { pendingReplacement: true }),
      { urn: `${base}other:Type::x`, type: "other:Type", inputs: { name: "Shop", connection } },
    ];
    expect(holders(all)).toEqual([]);
  });

  it("knows the host of the plugin's pools by their provider, and counts nothing whose host is encrypted", () => {
    const own = (name: string, inputs: Json, id: string): Json => ({
      ...{ urn: `${base}iis:index:AppPool::${name}`, type: "iis:index:AppPool", inputs, provider: id },
    });
    const hidden = `${base}pulumi:providers:iis::hidden`;
    const all = [
      { urn: provider, type: "pulumi:providers:iis", inputs: { configFile: "a.config", password: secret } },
      { urn: hidden, type: "pulumi:providers:iis", inputs: { host: secret } },
      own("a", { name: "Shop" }, `${provider}::1`),
      own("b", { name: "Shop", connection: { configFile: "b.config" } }, `${provider}::1`),
      own("c", { name: "Shop" }, `${hidden}::1`),
      own("d", { name: secret }, `${provider}::1`),
    ];
    expect(holders(all)).toEqual(["a"]);
  });

  it("is nobody in a stack without resources, and no answer where it is no export", () => {
    expect(readStackHolders('{"deployment":{}}').urns).toEqual([]);
    expect(() => readStackHolders("error: no stack")).toThrow();
  });

  it.each([
    "",
    "[]",
    "{}",
    '{"deployment":null}',
    '{"deployment":{"resources":[{"urn":1}]}}',
    '{"deployment":{"resources":{}}}',
  ])("are not read from %s", (text) => {
    expect(() => readStackHolders(text)).toThrow();
  });

  it("are read beside resources of other providers, whatever these hold", () => {
    const odd = { urn: `${base}other:T::o`, type: "other:T", inputs: ["x"], external: "yes", provider: 5 };
    expect(holders([odd, pool("a", { name: "Shop" })])).toEqual(["a"]);
  });

  it("are none of a stack without resources", () => {
    for (const deployment of [{}, { resources: null }, { resources: [] }]) {
      expect(readStackHolders(JSON.stringify({ deployment })).urns).toEqual([]);
    }
  });
});
