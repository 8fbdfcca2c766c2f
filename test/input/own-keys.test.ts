import * as z from "zod";
import { list, optional, record, text } from "../../provider/input/members";
import { object } from "../../provider/input/object";
import { readInput } from "../../provider/input/read-input";
import { checkPool } from "../../provider/pool-file/pool/app-pool";
import { checkResource } from "../../provider/pulumi/core/check";
import { functions } from "../../provider/pulumi/core/functions";
import { recycleAppPool } from "../../provider/pulumi/core/recycle/resource";
import * as dynamic from "../../provider/pulumi/dynamic";
import { PoolFile } from "../../provider/pulumi/program/pool-file";
import { rollout } from "../../provider/pulumi/program/rollout";
import { connect } from "../../provider/transport/connect";
import { checkConnection, connectionKey } from "../../provider/connection/connection";

/** An object that inherits these properties and has these of its own. */
function inherits<T extends object>(inherited: object, own: T): T {
  return Object.assign(Object.create(inherited) as T, own);
}

const wrong = { queueLength: "no number", zzz: 1, processModel: { idleTimeout: "no time" } };
const wrongConnection = { host: 1, zzz: 1 };

class Settings {
  queueLength = 2000;
  get autoStart(): string {
    return "a getter of the class is not its own";
  }
}

describe("an object from a program", () => {
  const schema = object({
    name: text("a name"),
    more: optional(record(z.string(), list(text("a text"), "a list"), "an object")),
  });
  const faults = (input: unknown): string[] =>
    readInput(schema, input).faults.map(({ path, message }) => `${path} ${message}`);

  it("has its own keys alone", () => {
    expect(readInput(schema, inherits({ more: 1, zzz: 1 }, { name: "a" })).value).toEqual({ name: "a" });
    expect(faults(inherits({ name: "a" }, {}))).toEqual(["name is required and must be a name"]);
    expect(readInput(schema, { name: "a", more: inherits({ x: 1 }, { y: ["z"] }) }).value).toEqual({
      name: "a",
      more: { y: ["z"] },
    });
  });

  it("may be of a class, or without a prototype", () => {
    expect(checkPool(new Settings(), { kind: "pool" })).toMatchObject({
      pool: { settings: { queueLength: 2000 } },
      faults: [],
    });
    expect(readInput(schema, Object.assign(Object.create(null) as object, { name: "a" })).value).toEqual({ name: "a" });
  });

  it.each([
    [[], "a list"],
    [new Map([["name", "a"]]), "an object of type Map"],
    [new Set(["name"]), "an object of type Set"],
    [new Date(0), "an object of type Date"],
    [Promise.resolve({ name: "a" }), "an object of type Promise"],
    [() => 1, "a function"],
  ])("is no %p", (input, given) => {
    expect(faults(input)).toEqual([` must be an object with name, more, got ${given}`]);
    expect(faults({ name: "a", more: input })).toEqual([`more must be an object, got ${given}`]);
  });

  it("may hold a promise at a key that it cannot have", () => {
    expect(faults({ name: "a", zzz: Promise.resolve(1) })).toEqual(["zzz unknown key `zzz`. Known keys: name, more"]);
  });

  it("has no key called __proto__ or constructor", () => {
    const unknown = (key: string): string => `${key} unknown key \`${key}\`. Known keys: name, more`;
    expect(faults(JSON.parse('{"name":"a","__proto__":{"x":1},"constructor":1,"toString":1}'))).toEqual([
      unknown("__proto__"),
      unknown("constructor"),
      unknown("toString"),
    ]);
    expect(faults(JSON.parse('{"name":"a","more":{"__proto__":["x"]}}'))).toEqual([
      "more.__proto__ __proto__ cannot be a name here",
    ]);
    expect(readInput(schema, JSON.parse('{"name":"a","more":{"constructor":["x"]}}')).value).toEqual({
      name: "a",
      more: { constructor: ["x"] },
    });
  });
});

/** Every way in that takes a value of TypeScript as it is. */
const doors: Readonly<Record<string, () => readonly unknown[] | undefined | Promise<readonly unknown[] | undefined>>> =
  {
    checkPool: () => checkPool(inherits(wrong, { name: "Shop" }), { kind: "pool" }).faults,
    "checkPool, a group": () => checkPool({ processModel: inherits(wrong.processModel, {}) }, { kind: "pool" }).faults,
    "checkPool, defaults": () => checkPool(inherits(wrong, {}), { kind: "defaults" }).faults,
    checkConnection: () => checkConnection(inherits(wrongConnection, {})),
    "checkConnection, a proxy": () => checkConnection({ host: "a", proxy: inherits({ zzz: 1 }, { host: "b" }) }),
    "the inputs of a resource": () =>
      checkResource("pool", inherits(wrong, { name: "Shop", connection: inherits(wrongConnection, {}) })).faults,
    "the inputs of a recycling": () =>
      recycleAppPool.check(inherits(wrong, { pool: "Shop", triggers: [1], connection: inherits(wrongConnection, {}) }))
        .faults,
    "the dynamic provider": async () => (await dynamic.appPool.check({}, inherits(wrong, { name: "Shop" }))).failures,
  };

describe("own keys alone count at every way in", () => {
  it.each(Object.keys(doors))("%s", async (door) => {
    expect((await doors[door]!()) ?? []).toEqual([]);
  });

  it("functions", () => {
    for (const one of Object.values(functions))
      expect(one.check(inherits({ zzz: 1 }, {})).map(({ path }) => path)).not.toContain("zzz");
  });

  it("programs", () => {
    expect(() => rollout(inherits({ hosts: ["a"], waves: "100%" }, {}) as never, () => [])).toThrow(
      "hosts: is required",
    );
    const grouped = inherits({ groups: { all: ["a"] } }, { hosts: ["a"], waves: "all" });
    expect(() => rollout(grouped as never, () => [])).toThrow("waves: ");
    expect(() => new PoolFile("pools", inherits({ files: ["a.yaml"] }, {}) as never)).toThrow("files: is required");
  });

  it("connecting", () => {
    const connection = inherits({ host: "a", appcmdPath: "b" }, { configFile: "a.config" });
    expect(connectionKey(connection, "/x")).toBe(connectionKey({ configFile: "a.config" }, "/x"));
    expect(connect(inherits({ configFile: "/x/a.config" }, { host: "web-01" })).host).toBe("web-01");
  });
});
