import { readFileSync } from "node:fs";
import type * as z from "zod";
import { fieldsOf } from "../../provider/input/field-table";
import { appPoolResource, appPoolDefaultsResource } from "../../provider/pulumi/core/settings-resource";
import { functions } from "../../provider/pulumi/core/functions";
import { packageSchema } from "../../provider/pulumi/package-schema/package-schema";
import type { PropertySpecs as Specs, PropertySpec } from "../../provider/pulumi/package-schema/spec";
import { checkConfig } from "../../provider/pulumi/core/provider-config";
import { poolNameSchema, poolOwnSchema } from "../../provider/pulumi/core/pool-own-schema";
import { configSchema, flagsSchema } from "../../provider/pulumi/core/provider-config-schema";
import { recycleAppPool } from "../../provider/pulumi/core/recycle/resource";
import { recycleSchema } from "../../provider/pulumi/core/recycle/schema";
import { rolloutSchema } from "../../provider/pulumi/core/rollout/schema";
import type { Properties } from "../../provider/pulumi/core/resource-inputs";
import { settingAttributes } from "../../provider/settings/app-pool-attributes";
import type { Attribute, TypeSpec } from "../../provider/settings/codecs/codec";
import { describeDefault } from "../../provider/settings/generate/attribute-notes";
import { rangeOf } from "../settings/values";
import { nestSettings } from "../../provider/settings/paths";
import { clrVersion } from "../../provider/settings/codecs/clr-version";
import { timeSpan } from "../../provider/settings/codecs/time-span";
import { memory } from "../../provider/settings/codecs/memory";
import { percent } from "../../provider/settings/codecs/percent";
import { valueNames } from "../../provider/settings/codecs/choice";
import { checkConnection } from "../../provider/connection/connection";
import { connectionSchema } from "../../provider/connection/schema";
import { proxySchema } from "../../provider/connection/ssh-schema";
import { documentedKeys } from "../documented";
import { type OfflineHost, offlineHost } from "../engine/offline-host";
import { bagFaults, resolve } from "./schema-faults";

const schema = packageSchema("1.2.3");
const pool = schema.resources["iis:index:AppPool"]!;
const defaults = schema.resources["iis:index:AppPoolDefaults"]!;
const recycle = schema.resources["iis:index:RecycleAppPool"]!;
const poolInputs = { properties: pool.inputProperties, required: pool.requiredInputs };

/** Every place that has properties, with its name. */
const bags: readonly (readonly [string, Specs])[] = [
  ["provider", schema.provider.inputProperties],
  ["config", schema.config.variables],
  ...Object.entries(schema.types).flatMap(
    ([name, spec]) => ("properties" in spec ? [[name, spec.properties]] : []) as [string, Specs][],
  ),
  ...Object.entries(schema.resources).flatMap(([name, spec]) => [
    [`${name} inputs`, spec.inputProperties] as const,
    [`${name} outputs`, spec.properties] as const,
  ]),
  ...Object.entries(schema.functions).flatMap(([name, { inputs, outputs }]) => [
    [`${name} arguments`, inputs.properties] as const,
    [`${name} result`, outputs.properties] as const,
  ]),
];

/** A type and every type inside it. */
function within(type: TypeSpec): TypeSpec[] {
  const inner = [type.items, type.additionalProperties, ...(type.oneOf ?? [])];
  return [type, ...inner.flatMap((one) => (one === undefined ? [] : within(one)))];
}

/** The property of a setting on one side of AppPool. */
function propertyAt(properties: Specs, path: string): PropertySpec {
  const [key = "", ...rest] = path.split(".");
  const property = properties[key]!;
  if (rest.length === 0) return property;
  const group = resolve(schema, property.$ref!);
  if (!("properties" in group)) throw new Error(`${path} is in no group`);
  return propertyAt(group.properties, rest.join("."));
}

/** Values in every way that the reference page recommends, among them the smallest and the largest. */
function samplesOf(attribute: Attribute): unknown[] {
  const { codec, secret, examples = [] } = attribute;
  const names = valueNames(attribute);
  const range = rangeOf(attribute);
  switch (codec.iisType) {
    case "string":
      return secret === true ? ["hunter2"] : [...examples, ...(codec === clrVersion ? [] : ["text"])];
    case "bool":
      return [true, false];
    case "enum":
      return [...names];
    case "flags":
      return [[...names], ...names.map((name) => [name]), []];
    case "timeSpan":
      return [...examples, "2h", "01:00:00", ...(range?.min === 0 ? [0] : [])];
    case "uint":
    case "int":
      return [...examples, range!.min, range!.max];
    default:
      return [...examples, codec.shape === "list" ? [] : {}];
  }
}

/** A pool with the setting, and with those that the setting cannot do without. */
function poolWith(path: string, value: unknown): Properties {
  const isManaged = typeof value === "string" && value.endsWith("$");
  const identity = {
    "processModel.identityType": "SpecificUser",
    "processModel.userName": "CORP\\svc-shop",
    ...(!isManaged && { "processModel.password": "hunter2" }),
  };
  const needed = ["processModel.userName", "processModel.password"].includes(path) || value === "SpecificUser";
  return { name: "Shop", ...nestSettings({ ...(needed && identity), [path]: value }) };
}

const cases = settingAttributes.flatMap((attribute) =>
  samplesOf(attribute).map((value) => [attribute.path, value] as const),
);

describe("the package schema", () => {
  it("is schema.json (else: npm run build && npm run docs)", () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(readFileSync("schema.json", "utf8")).toBe(`${JSON.stringify(packageSchema(version), null, 2)}\n`);
  });

  it("says where the package comes from, at this version, as package.json does", () => {
    const { homepage, repository, keywords } = JSON.parse(readFileSync("package.json", "utf8")) as {
      homepage: string;
      repository: { url: string };
      keywords: string[];
    };
    const page = homepage.replace("#readme", "");
    expect(repository.url).toBe(`git+${page}.git`);
    expect(schema).toMatchObject({
      ...{ homepage: page, repository: page, publisher: "pulumi-iis" },
      logoUrl: `${page}/raw/v1.2.3/docs/pictures/logo.svg`,
      pluginDownloadURL: page.replace("https://github.com/", "github://api.github.com/"),
      keywords: [...keywords, "category/infrastructure", "kind/native"],
    });
    expect(readFileSync(schema.logoUrl.slice(`${page}/raw/v1.2.3/`.length), "utf8")).toContain("<svg");
  });

  it.each(cases)("takes %s as %j, and gives back what check makes of it", (path, value) => {
    const written = poolWith(path, value);
    expect(bagFaults(schema, poolInputs, written)).toEqual([]);
    const { inputs, faults } = appPoolResource.check(written);
    expect(faults).toEqual([]);
    expect(bagFaults(schema, pool, { ...inputs, host: "web-01" })).toEqual([]);
  });

  it.each([
    ["queueLength", "many"],
    ["autoStart", 1],
    ["startMode", "Sometimes"],
    ["recycling.logEventOnRecycle", ["Boredom"]],
    ["recycling.periodicRestart.privateMemory", true],
    ["cpu.limit", []],
    ["processModel.idleTimeout", false],
    ["recycling.periodicRestart.schedule", "03:00"],
    ["environmentVariables", { A: 1 }],
  ])("does not take %s as %j", (path, value) => {
    expect(bagFaults(schema, poolInputs, poolWith(path, value))).toHaveLength(1);
  });

  it("says of every setting what it does, its default, and where the vendor tells more", () => {
    const bare = settingAttributes.filter((attribute) =>
      [pool.inputProperties, pool.properties, defaults.inputProperties].some((properties) => {
        const { description } = propertyAt(properties, attribute.path);
        const facts = [attribute.doc, `Default of IIS: ${describeDefault(attribute)}.`, attribute.link];
        return !facts.every((fact) => description.includes(fact));
      }),
    );
    expect(bare).toEqual([]);
  });

  it("has every name of an enum and of flags, with what it means", () => {
    for (const attribute of settingAttributes.filter(({ values }) => values !== undefined)) {
      const { $ref, items } = propertyAt(pool.inputProperties, attribute.path);
      const spec = resolve(schema, ($ref ?? items?.$ref)!);
      const listed = "enum" in spec ? spec.enum.map(({ value, description }) => [value, description]) : [];
      const known = attribute.values!.map(({ name, doc }): unknown[] => [name, expect.stringContaining(doc)]);
      expect(listed).toEqual(known);
    }
  });

  it("has no default that a generated SDK would write into a program: what is left out is not managed", () => {
    expect(JSON.stringify(schema)).not.toMatch(/"default(Info)?":/);
  });

  it("has one type for every value that programs read, which is two for some that they write", () => {
    const unions = (properties: Specs): string[] =>
      Object.entries(properties).flatMap(([key, property]) =>
        within(property).flatMap(({ $ref, oneOf }) => {
          const spec = $ref?.startsWith("#/types/") === true ? resolve(schema, $ref) : undefined;
          const inner = spec !== undefined && "properties" in spec ? unions(spec.properties) : [];
          return [...(oneOf === undefined ? [] : [key]), ...inner];
        }),
      );
    const read = [...Object.values(schema.resources), ...Object.values(schema.functions).map(({ outputs }) => outputs)];
    expect(read.flatMap(({ properties }) => unions(properties))).toEqual([]);
    const written = settingAttributes.filter(
      ({ codec }) => codec === timeSpan || codec === memory || codec === percent,
    );
    expect(unions(pool.inputProperties).toSorted()).toEqual(
      written.map(({ path }) => path.split(".").at(-1)).toSorted(),
    );
  });

  it("marks the secrets, and nothing beside them", () => {
    const secrets = bags.flatMap(([name, properties]) =>
      Object.entries(properties).flatMap(([key, { secret }]) => (secret === true ? [`${name} ${key}`] : [])),
    );
    const login = ["password", "privateKey", "privateKeyPassword"];
    const expected = [
      ...["provider", "config", "iis:index:Connection", "iis:index:SshFields", "iis:index:ConfigProxy"].flatMap(
        (name) => login.map((key) => `${name} ${key}`),
      ),
      ...["provider", "config", "iis:index:Connection"].map((name) => `${name} clientKey`),
      ...["iis:index:ProcessModelSettings password", "iis:index:ProcessModelSettingsResult password"],
    ];
    expect(secrets.toSorted()).toEqual(expected.toSorted());
  });
});

describe("its inputs are what check accepts:", () => {
  const own = {
    state: "Started",
    multiInstance: true,
    adopt: true,
    forceDelete: false,
    deleteWhenRemoved: true,
    showEnvironment: true,
    connection: { host: "web-01" },
  };

  it("a pool's, one by one", () => {
    const settings = settingAttributes.map((attribute) => [attribute.path, samplesOf(attribute)[0]] as const);
    const accepted = [
      ...Object.entries(own).map(([name, value]) => ({ name: "Shop", [name]: value })),
      ...settings.map(([path, value]) => poolWith(path, value)),
      { name: "Shop", other: { newThing: "on" } },
    ];
    for (const inputs of accepted) expect(appPoolResource.check(inputs).faults).toEqual([]);
    const names = new Set([...accepted.flatMap((inputs) => Object.keys(inputs))]);
    expect(Object.keys(pool.inputProperties).toSorted()).toEqual([...names].toSorted());
    expect(appPoolResource.check({ name: "Shop", recycle: {} }).faults).toHaveLength(1);
  });

  it("those of a host's defaults, which have no name, no state and nothing of a pool's own", () => {
    const names = Object.keys(pool.inputProperties);
    const values: Properties = { ...own, name: "Shop" };
    const refused = names.filter(
      (name) => name in values && appPoolDefaultsResource.check({ [name]: values[name] }).faults.length > 0,
    );
    expect(Object.keys(defaults.inputProperties).toSorted()).toEqual(
      names.filter((name) => !refused.includes(name)).toSorted(),
    );
  });

  it("those of a recycling", () => {
    const given = { pool: "Shop", triggers: ["1.0", 7, { a: [] }], wait: true, connection: { host: "web-01" } };
    expect(recycleAppPool.check(given).faults).toEqual([]);
    expect(bagFaults(schema, { properties: recycle.inputProperties, required: recycle.requiredInputs }, given)).toEqual(
      [],
    );
    expect(Object.keys(recycle.inputProperties)).toEqual(Object.keys(given));
    const needed = Object.keys(given).filter(
      (key) => recycleAppPool.check({ ...given, [key]: undefined }).faults.length > 0,
    );
    expect(recycle.requiredInputs).toEqual(needed);
  });

  it("those of a connection, and of the machine on the way", () => {
    expect(schema.types["iis:index:Connection"]).toHaveProperty("properties");
    const keysOf = (token: string): string[] => Object.keys((schema.types[token] as { properties: Specs }).properties);
    expect(keysOf("iis:index:Connection")).toEqual(Object.keys(connectionSchema().shape));
    expect(keysOf("iis:index:SshFields")).toEqual(Object.keys(proxySchema().shape));
    expect(checkConnection({ host: "web-01", proxy: {} })).toHaveLength(1);
    expect(schema.types["iis:index:SshFields"]).toMatchObject({ required: ["host"] });
    const [fault] = checkConnection({ banana: "web-01" });
    expect(fault?.message).toContain(keysOf("iis:index:Connection").join(", "));
  });

  it("those of the provider, alike in the config of a stack", () => {
    const names = Object.keys(configSchema().shape);
    expect(Object.keys(schema.provider.inputProperties)).toEqual(names);
    expect(Object.keys(schema.config.variables).toSorted()).toEqual(names.toSorted());
    const [fault] = checkConfig({ banana: "web-01" }).faults;
    expect(fault?.message).toContain(names.join(", "));
  });

  it("those of the functions", () => {
    expect(Object.keys(schema.functions)).toEqual(Object.keys(functions));
    for (const [token, { inputs }] of Object.entries(schema.functions)) {
      const given = Object.fromEntries(Object.keys(inputs.properties).map((name) => [name, "Shop"]));
      const flag = "showEnvironment" in given ? { showEnvironment: true } : {};
      const args = { ...given, ...flag, connection: { host: "web-01" } };
      expect(functions[token]!.check(args)).toEqual([]);
      const needed = Object.keys(args).filter(
        (key) => functions[token]!.check({ ...args, [key]: undefined }).length > 0,
      );
      expect(inputs.required ?? []).toEqual(needed);
      expect(functions[token]!.check({ ...args, poool: "Shop" })).toHaveLength(1);
    }
  });
});

describe("its outputs are what a host answers:", () => {
  let host: OfflineHost;

  beforeEach(() => {
    host = offlineHost();
    process.env["APPCMD_EMULATOR_SERVING"] = "*";
  });

  afterEach(() => {
    delete process.env["APPCMD_EMULATOR_SERVING"];
    host.dispose();
  });

  it.each([
    ["getAppPool", { name: "DefaultAppPool" }, { state: "Started" }],
    ["getAppPools", {}, { pools: expect.arrayContaining([expect.objectContaining({ state: "Started" })]) }],
    ["getWorkerProcesses", {}, { workerProcesses: expect.arrayContaining([expect.anything()]) }],
  ])("%s", async (name, args, known) => {
    const token = `iis:index:${name}`;
    const answer = await functions[token]!.call({ ...args, connection: { configFile: host.configFile } });
    expect(answer).toMatchObject(known);
    expect(bagFaults(schema, schema.functions[token]!.outputs, answer)).toEqual([]);
  });

  it.each([
    ["with a worker process", "*", { newPids: [expect.any(Number)], ms: expect.any(Number) }],
    ["without one", "", { outcome: "no worker process", newPids: [] }],
  ])("RecycleAppPool, %s", async (_, serving, handOver) => {
    process.env["APPCMD_EMULATOR_SERVING"] = serving;
    const inputs = { pool: "DefaultAppPool", triggers: ["1.0"], connection: { configFile: host.configFile } };
    const { outs } = await recycleAppPool.create(inputs);
    expect(outs).toMatchObject({ handOver });
    expect(bagFaults(schema, recycle, outs)).toEqual([]);
  });
});

describe("its names are fit for every language:", () => {
  const refs = bags.flatMap(([, properties]) =>
    Object.values(properties)
      .flatMap(within)
      .flatMap(({ $ref }) => ($ref?.startsWith("#/types/") === true ? [$ref.replace("#/types/", "")] : [])),
  );

  it("every reference leads to a type, and every type is used", () => {
    expect([...new Set(refs)].toSorted()).toEqual(Object.keys(schema.types).toSorted());
  });

  it("no property is called as what every resource and every provider has", () => {
    const reserved = [
      "id",
      "urn",
      "pulumi",
      "version",
      "provider",
      "parent",
      "constructor",
      "getProvider",
      "namespace",
    ];
    const names = bags.flatMap(([, properties]) => Object.keys(properties));
    expect(names.filter((name) => reserved.includes(name))).toEqual([]);
  });

  it("no property is called as the class that it lies in, which C# refuses", () => {
    const same = bags.flatMap(([name, properties]) => {
      const owner = name.split(" ")[0]!.split(":").at(-1)!.toLowerCase();
      return Object.keys(properties).filter((key) => key.toLowerCase() === owner);
    });
    expect(same).toEqual([]);
  });

  it("no two generated classes have the same name", () => {
    const names = (tokens: object): string[] => Object.keys(tokens).map((token) => token.split(":").at(-1)!);
    const classes = [
      ...names(schema.resources).flatMap((name) => [name, `${name}Args`, `${name}State`]),
      ...names(schema.functions).flatMap((name) => [name, `${name}Args`, `${name}Result`]),
      ...names(schema.types).flatMap((name) => [name, `${name}Args`]),
    ].map((name) => name.toLowerCase());
    expect(classes.filter((name, index) => classes.indexOf(name) !== index)).toEqual([]);
  });

  it("every value of an enum has a name that is an identifier", () => {
    const names = Object.values(schema.types).flatMap((spec) =>
      "enum" in spec ? spec.enum.map(({ name }) => name) : [],
    );
    expect(names.filter((name) => !/^[A-Z][A-Za-z0-9]*$/.test(name))).toEqual([]);
  });

  it("no description ends a comment early, and none holds what Java takes for a character", () => {
    expect(JSON.stringify(schema)).not.toMatch(/\*\/|\\\\u|"""/);
  });
});

describe("its descriptions are those of the npm package:", () => {
  it.each<[string, readonly z.ZodObject[]]>([
    ["pool-own-schema.ts", [poolNameSchema(), poolOwnSchema()]],
    ["recycle/schema.ts", [recycleSchema()]],
    ["rollout/schema.ts", [rolloutSchema()]],
    ["provider-config-schema.ts", [flagsSchema]],
  ])("%s", (file, schemas) => {
    const said = schemas.flatMap(fieldsOf).map(({ key, doc, defaultsTo }) => [key, { doc, default: defaultsTo }]);
    const documented = documentedKeys(`provider/pulumi/core/${file}`);
    expect(documented.map(([key, { doc, default: defaultsTo }]) => [key, { doc, default: defaultsTo }])).toEqual(said);
  });
});
