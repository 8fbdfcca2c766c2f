import * as z from "zod";
import { fieldsOf, fieldTable } from "../../provider/input/field-table";
import { jsonSchemaOf } from "../../provider/input/json-schema";
import { showGiven } from "../../provider/input/wording";
import {
  bool,
  list,
  number,
  oneOf,
  optional,
  readBy,
  record,
  secretText,
  text,
  wholeNumber,
} from "../../provider/input/members";
import { object, objectBy, rule } from "../../provider/input/object";
import { secretsByReference } from "../../provider/input/secrets-by-reference";
import { readInput, readValid, readWithin } from "../../provider/input/read-input";

const door = object({
  host: text("the name of a server").meta({ description: "The server.", isIdentity: true }),
  port: optional(wholeNumber(1, 65535)).meta({ description: "Its port.", defaultsTo: "22" }),
  wait: optional(number(0, 86_400, "seconds")).meta({ description: "How long.", defaultsTo: "15" }),
  key: optional(text("a key")).meta({ description: "The key.", secret: true }),
  shell: optional(oneOf(["cmd", "powershell"])),
  isOpen: optional(bool()),
});
const house = object({
  doors: record(z.string().regex(/^\w+$/, { error: "is not the name of a door" }), door, "doors by their names"),
  names: optional(
    z.union([text("a name"), list(text("a name"), "a list of names")], { error: "must be a name or a list of names" }),
  ),
});
const safe = object({ key: optional(secretText("a key of digits", /^\d+$/)), name: optional(text("a name")) });

function faultsIn(input: unknown): readonly string[] {
  return readInput(house, input).faults.map(({ path, message }) => `${path}: ${message}`);
}

describe("an input from outside", () => {
  it("is read, without what is undefined", () => {
    const read = readInput(house, { doors: { a: { host: "x", port: undefined, other: undefined } }, names: ["n"] });
    expect(read).toEqual({ value: { doors: { a: { host: "x" } }, names: ["n"] }, faults: [] });
    expect(Object.keys(read.value!.doors["a"]!)).toEqual(["host"]);
  });

  it.each([
    [5, ["root: must be an object with doors, names, got 5"]],
    [{}, ["doors: is required and must be doors by their names"]],
    [{ doors: { a: {} } }, ["doors.a.host: is required and must be the name of a server"]],
    [{ doors: { a: { host: " " } } }, ["doors.a.host: must be the name of a server, got a text"]],
    [
      { doors: { a: { host: "h", port: 70_000 } } },
      ["doors.a.port: must be a whole number between 1 and 65535, got 70000"],
    ],
    [{ doors: { a: { host: "h", port: 1.5 } } }, ["doors.a.port: must be a whole number between 1 and 65535, got 1.5"]],
    [
      { doors: { a: { host: "h", wait: 100_000 } } },
      ["doors.a.wait: must be a number between 0 and 86400 seconds, got 100000"],
    ],
    [{ doors: { a: { host: "h", shell: "bash" } } }, ["doors.a.shell: must be one of cmd, powershell, got a text"]],
    [{ doors: { a: { host: "h", isOpen: "yes" } } }, ["doors.a.isOpen: must be true or false, got a text"]],
    [{ doors: { a: { host: "h", prt: 1 } } }, ["doors.a.prt: unknown key `prt`. Did you mean `port`?"]],
    [
      { doors: { a: { host: "h", "port=canary\n=": 1 } } },
      ['doors.a["port=…"]: unknown key `port=…`. Known keys: host, port, wait, key, shell, isOpen'],
    ],
    [
      { doors: { a: { host: "h", zzz: 1 } } },
      ["doors.a.zzz: unknown key `zzz`. Known keys: host, port, wait, key, shell, isOpen"],
    ],
    [{ doors: { "a b": { host: "h" } } }, ['doors["a b"]: is not the name of a door']],
    [{ doors: {}, names: [1] }, ["names[0]: must be a name, got 1"]],
    [{ doors: {}, names: 1 }, ["names: must be a name or a list of names"]],
    [{ doors: {}, names: "" }, ['names: must be a name, got ""']],
    [
      JSON.parse('{"doors": {"a": {"host": "h", "__proto__": 1}}}'),
      ["doors.a.__proto__: unknown key `__proto__`. Known keys: host, port, wait, key, shell, isOpen"],
    ],
    [JSON.parse('{"doors": {"__proto__": {"host": 1}}}'), ["doors.__proto__: __proto__ cannot be a name here"]],
  ])("%j: tells every fault at its place", (input, faults) => {
    expect(faultsIn(input)).toEqual(faults.map((fault) => fault.replace(/^root: /, ": ")));
  });

  it("tells all faults at once", () => {
    const input = { doors: { a: { prt: 1, port: "x" }, b: { host: "h", wait: -1 } }, nmes: [] };
    expect(faultsIn(input).map((fault) => fault.split(":")[0])).toEqual([
      "doors.a.host",
      "doors.a.port",
      "doors.a.prt",
      "doors.b.wait",
      "nmes",
    ]);
  });

  it("has values with a grammar of their own, each with all its faults, or missing", () => {
    const pair = readBy((input) => {
      const [a, b, ...more] = String(input).split("-");
      if (more.length === 0 && a && b) return { value: { a, b } };
      return { faults: [{ message: "must be a pair" }, { keys: ["b"], message: `is ${showGiven(b)}` }] };
    }, "a pair");
    const schema = object({ pair, other: optional(pair) });
    expect(readInput(schema, { pair: "x-y" }).value).toEqual({ pair: { a: "x", b: "y" } });
    const faults = (input: unknown): string[] =>
      readInput(schema, input).faults.map(({ path, message, isMissing }) => `${path} ${message} ${isMissing}`);
    expect(faults({ pair: "x-", other: "x-y" })).toEqual(["pair must be a pair undefined", 'pair.b is "" undefined']);
    expect(faults({ pair: `x-${"y".repeat(99)}-z` })[1]).toBe(`pair.b is "${"y".repeat(60)}…" undefined`);
    expect(faults({})).toEqual(["pair is required and must be a pair true"]);
  });

  it("repeats no text, which may be a secret", () => {
    const input = {
      doors: { a: { host: ["canary"], port: "canary", shell: "canary", key: { canary: 1 } } },
      names: { canary: "canary" },
    };
    expect(faultsIn(input).join()).not.toContain("canary");
  });

  it("shows nothing of what stands in the place of a secret, numbers neither", () => {
    const given = [12345678, true, ["canary"], "", "x"].map((key) => readInput(safe, { key }).faults[0]?.message);
    expect(given).toEqual(
      ["a number", "a boolean", "a list", '""', "a text"].map((what) => `must be a key of digits, got ${what}`),
    );
  });

  it("is read from a file with references in the place of secrets, and with none elsewhere", () => {
    const inFile = secretsByReference(safe);
    const [fault] = readInput(inFile, { key: "123", name: "x" }).faults;
    expect(fault).toMatchObject({
      path: "key",
      message: "secrets are not allowed in files; use ${env:NAME}",
    });
    expect(readInput(inFile, { key: "${env:KEY}" }).faults).toEqual([]);
    const { key, name } = jsonSchemaOf(inFile)["properties"] as Record<string, unknown>;
    expect(key).toMatchObject({ pattern: expect.stringContaining("env:"), writeOnly: true });
    expect(name).toMatchObject({ not: { pattern: "\\$\\{env:" } });
  });

  it("misses nothing that is not known yet", () => {
    const isUnknown = (keys: readonly (string | number)[]): boolean => keys.at(-1) === "host";
    expect(readInput(house, { doors: { a: { port: 1 } } }, { isUnknown }).faults).toEqual([]);
  });

  it("is read without its faulty members, for rules over several of them", () => {
    const input = {
      doors: { a: { host: "h", port: "x", zzz: 1 }, b: { port: 1 }, c: { host: "h", wait: 2 } },
      names: ["n", 1, 2, "m"],
    };
    const read = readValid(house, input);
    expect(read.value).toEqual({ doors: { a: { host: "h" }, c: { host: "h", wait: 2 } }, names: ["n", "m"] });
    expect(read.faults).toHaveLength(5);
    expect(readValid(house, { doors: { a: { host: 1 }, b: { host: "h" } } }).value).toEqual({
      doors: { b: { host: "h" } },
    });
    expect(readValid(house, 5)).toEqual({ faults: [expect.objectContaining({ path: "" })] });
  });

  it("has a JSON Schema that knows the same keys", () => {
    const schema = jsonSchemaOf(house) as { properties: { doors: { additionalProperties: Record<string, unknown> } } };
    expect(schema).toMatchObject({ type: "object", required: ["doors"], additionalProperties: false });
    expect(schema.properties.doors.additionalProperties).toEqual({
      ...{ type: "object", required: ["host"], additionalProperties: false },
      properties: {
        host: { type: "string", pattern: expect.any(String), description: "The server." },
        port: { type: "integer", minimum: 1, maximum: 65535, description: "Its port. Default: 22." },
        wait: { type: "number", minimum: 0, maximum: 86_400, description: "How long. Default: 15." },
        key: { type: "string", pattern: expect.any(String), description: "The key.", writeOnly: true },
        shell: { type: "string", enum: ["cmd", "powershell"] },
        isOpen: { type: "boolean" },
      },
    });
  });

  it("refers to a shared definition, whatever a member says besides, without refusing its members", () => {
    const place = object({ file: text("a file") }).meta({ id: "place", description: "A place." });
    const { properties } = jsonSchemaOf(object({ at: place.meta({ description: "Where." }) })) as {
      properties: Record<string, unknown>;
    };
    expect(properties["at"]).toEqual({ description: "Where.", allOf: [{ $ref: "#/definitions/place" }] });
  });

  it("tells its members to pages and to the schemas of other systems", () => {
    expect(fieldsOf(door).slice(0, 2)).toEqual([
      { key: "host", type: "string", doc: "The server.", isRequired: true, isIdentity: true },
      { key: "port", type: "integer", doc: "Its port.", isRequired: false, defaultsTo: "22" },
    ]);
    expect(fieldTable(door).split("\n").slice(2, 4)).toEqual([
      "| `host` | string | required | The server. |",
      "| `port` | integer | 22 | Its port. |",
    ]);
  });

  it("lists in tables each type that a member can have, with the accepted values if there are few", () => {
    const shared = object({ a: bool() }).meta({ id: "sharedByTables" });
    const state = readBy((input) => ({ value: input }), "a state").meta({
      anyOf: [{ enum: ["On", "Off"] }, { type: "string" }],
    });
    const members = {
      version: z.literal(1),
      paths: optional(z.union([text("a path"), list(text("a path"), "a list")])).meta({ defaultsTo: "all" }),
      place: optional(shared),
      state: state.meta({ examples: ["On", ["Off"]] }),
    };
    expect(fieldTable(object(members)).split("\n").slice(2)).toEqual([
      "| `version` | `1` | required |  |",
      "| `paths` | string or list | all |  |",
      "| `place` | object | none |  |",
      '| `state` | `On`, `Off` | required | Example: `On`, `["Off"]`. |',
    ]);
    const gone = object({ state: z.literal("Gone"), place: optional(shared) });
    const [, place, withGone] = fieldTable(object(members), [gone]).split("\n").slice(3);
    expect(place).toBe("| `place` | object | none |  |");
    expect(withGone).toContain("| `On`, `Off`, `Gone` | required |");
  });
});

describe("forms of one object", () => {
  const form = objectBy(
    "kind",
    [
      object({ kind: oneOf(["round", "oval"]), size: wholeNumber(1, 9) }),
      object({ kind: oneOf(["square"]), side: wholeNumber(1, 9) }),
    ],
    "a form",
  );
  const told = (input: unknown): readonly string[] =>
    readInput(form, input).faults.map(({ path, message }) => `${path}: ${message}`);

  it("are told by the value of a key, and each has its own keys", () => {
    expect(readInput(form, { kind: "oval", size: 2 }).value).toEqual({ kind: "oval", size: 2 });
    expect(told({ kind: "square", size: 2 })).toEqual([
      "side: is required and must be a whole number between 1 and 9",
      "size: unknown key `size`. Did you mean `side`?",
    ]);
    expect(told({ kind: "star" })).toEqual(["kind: must be one of round, oval, square, got a text"]);
    expect(told({})).toEqual(["kind: is required and must be one of round, oval, square"]);
    expect(told(5)).toEqual([": must be a form, got 5"]);
  });

  it("of a text and an object say what is wrong with the one that is meant", () => {
    const either = z.union([z.literal("all", { error: "must be all" }), object({ name: text("a name") })], {
      error: "must be all or a name",
    });
    const faults = (input: unknown): readonly string[] =>
      readInput(either, input).faults.map(({ path, message }) => `${path}: ${message}`);
    expect(faults("some")).toEqual([": must be all"]);
    expect(faults({ name: 5 })).toEqual(["name: must be a name, got 5"]);
    expect(faults(5)).toEqual([": must be all or a name"]);
  });
});

describe("a rule over several members", () => {
  const range = object({ least: wholeNumber(0, 9), most: wholeNumber(0, 9) }).check(
    rule(({ least, most }) => (least <= most ? [] : [{ keys: ["most"], message: `must be at least ${least}` }])),
  );
  const told = (input: unknown): readonly string[] =>
    readInput(list(range, "ranges"), input).faults.map(({ path, message }) => `${path}: ${message}`);

  it("is asked where each of them is valid, whatever is wrong elsewhere", () => {
    expect(
      told([
        { least: 2, most: 1 },
        { least: "x", most: 1 },
        { least: 4, most: 3 },
      ]),
    ).toEqual([
      "[0].most: must be at least 2",
      "[1].least: must be a whole number between 0 and 9, got a text",
      "[2].most: must be at least 4",
    ]);
  });
});

it("a part that is read by a schema of its own has its faults at its place", () => {
  const outer = z.unknown().transform((input, context) => readWithin(house, input, ["a", 0], context));
  expect(readInput(outer, { dors: 1 }).faults.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    "a[0].doors: is required and must be doors by their names",
    "a[0].dors: unknown key `dors`. Did you mean `doors`?",
  ]);
});
