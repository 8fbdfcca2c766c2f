import fc from "fast-check";
import { applyRequests } from "../../provider/engine";
import { inspectHost } from "../../provider/engine/inspect";
import { desiredOf } from "../../provider/plan/change/desired";
import { Secret } from "../../provider/secret";
import { settingAttributes } from "../../provider/settings/app-pool-attributes";
import type { Attribute } from "../../provider/settings/codecs/codec";
import type { AttributeValue } from "../../provider/settings/codecs/codecs";
import { poolsConfig } from "../emulator/memory-world";
import { anyValue } from "../settings/values";
import { makeServers, sample, type Server, type Servers } from "./servers";

const hosts = "version: 1\nhosts:\n  web-01: { configFile: ./one.config }\n  web-02: { configFile: ./two.config }\n";
let servers: Servers;

function setUp(one: string, two: string): void {
  servers = makeServers({ one, two });
  servers.write("one.config", "");
  servers.write("two.config", "");
  servers.write("hosts.yaml", hosts);
}

afterEach(() => {
  servers.dispose();
});

const compare = ["compare", "web-01", "web-02", "--files", "hosts.yaml"];
const account = (name: string, password: string): string =>
  `<processModel identityType="SpecificUser" userName="${name}" password="${password}" />`;

describe("iispools compare", () => {
  it("shows how two servers differ, in their names, and exits with 2", async () => {
    setUp(
      poolsConfig(
        `<add name="Shop" queueLength="2000">${account("CORP\\svc", "canary-1")}</add><add name="Api" /><add name="Same" queueLength="50" />`,
      ),
      poolsConfig(
        `<add name="shop" queueLength="500">${account("CORP\\svc", "canary-2")}</add><add name="Old" /><add name="Same" queueLength="50" />`,
      ),
    );
    const { code, stdout, stderr } = await servers.call(compare);
    expect(stdout).toBe(`web-01 and web-02  4 pools, 1 pool differs, 1 pool only on web-01, 1 pool only on web-02

  Shop: differs
      Queue Length (queueLength)                 2000 on web-01, 500 on web-02
      Identity Password (processModel.password)  [secret] on web-01, another [secret] on web-02

  Pools on one of the servers

  Api: only on web-01

  Old: only on web-02

web-01 and web-02 differ: 3 of 4 pools
`);
    expect(code).toBe(2);
    const json = await servers.call([...compare, "--format", "json"]);
    expect(json.code).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({
      ...{ schema: "iispools.compare/1", first: "web-01", second: "web-02", applicationPoolDefaults: [] },
      counts: { same: 1, different: 1, onlyFirst: 1, onlySecond: 1 },
    });
    expect(stdout + stderr + json.stdout).not.toContain("canary");
  });

  it("says inherited differences once, and exits with 0 if nothing differs", async () => {
    const pools = `<add name="Shop" /><add name="Api" />`;
    setUp(poolsConfig(pools), poolsConfig(pools));
    expect(await servers.call(compare)).toMatchObject({
      ...{ code: 0, stdout: "web-01 and web-02  2 pools, no difference\n\nweb-01 and web-02 are the same: 2 pools\n" },
    });
    const section = "-section:system.applicationHost/applicationPools";
    servers.at("two").world.appcmd("set", "config", section, "/applicationPoolDefaults.queueLength:70");
    const { code, stdout } = await servers.call(compare);
    expect(stdout).toBe(`web-01 and web-02  2 pools, 1 default differs

  Defaults that pools inherit

  applicationPoolDefaults: differs
      Queue Length (queueLength)  1000 on web-01, 70 on web-02

web-01 and web-02 differ: 0 of 2 pools, and the defaults that pools inherit
`);
    expect(code).toBe(2);
  });

  it.each(["text", "markdown", "html"])(
    "writes the same bytes as %s at once and from a stored report",
    async (format) => {
      setUp(poolsConfig(`<add name="Shop" queueLength="2000" />`), poolsConfig(`<add name="Shop" />`));
      servers.write("compare.json", (await servers.call([...compare, "--format", "json"])).stdout);
      const shown = await servers.call(["show", "compare.json", "--format", format]);
      expect(shown).toMatchObject({ code: 0, stdout: (await servers.call([...compare, "--format", format])).stdout });
      expect(shown.stdout).toContain("Queue Length");
    },
  );

  it("compares configuration files without pool files, and shows whether pools run", async () => {
    setUp(poolsConfig(`<add name="Shop" />`), poolsConfig(`<add name="Shop" />`));
    expect(servers.at("two").world.appcmd("stop", "apppool", "Shop")).toMatchObject({ exitCode: 0 });
    const { code, stdout } = await servers.call(["compare", "one.config", "two.config"]);
    expect(stdout).toContain("\n  Shop: differs\n      state  Started on one.config, Stopped on two.config\n");
    expect(code).toBe(2);
  });

  it("counts values that only their servers can decrypt as equal", async () => {
    const pool = (text: string): string =>
      poolsConfig(`<add name="Shop">${account("CORP\\svc", `[enc:IISWASOnlyCngProvider:${text}:enc]`)}</add>`);
    setUp(pool("a"), pool("b"));
    expect(await servers.call(compare)).toMatchObject({ code: 0 });
  });

  it("reports every fault of the call", async () => {
    setUp(sample, sample);
    const { code, stderr } = await servers.call(["compare", "web-1", "none", "--files", "hosts.yaml"]);
    expect(code).toBe(1);
    expect(stderr.trimEnd().split("\n")).toEqual([
      "first: unknown host `web-1`. Did you mean `web-01`? There is no such file either.",
      expect.stringMatching(/^second: unknown host `none`.* There is no such file either\.$/),
    ]);
    expect(await servers.call(["compare", "web-01", "WEB-01", "--files", "hosts.yaml"])).toMatchObject({
      ...{ code: 1, stderr: "second: must be another server than the first\n" },
    });
    servers.write("like.yaml", "mine");
    expect(await servers.call([...compare, "--as-file", "like.yaml"])).toMatchObject({
      ...{ code: 1, stderr: "--as-file: like.yaml exists already; --force overwrites it\n" },
    });
  });
});

describe("the file of iispools compare --as-file", () => {
  it("declares only what differs, and only for the second server", async () => {
    setUp(
      poolsConfig(`<add name="Shop" queueLength="2000" autoStart="false" /><add name="Api" />`),
      poolsConfig(`<add name="Shop" queueLength="500" autoStart="false" /><add name="Old" />`),
    );
    await servers.call([...compare, "--as-file", "like.yaml"]);
    expect(servers.read("like.yaml")).toBe(`# yaml-language-server: $schema=./pools.schema.json
version: 1
pools:
  Shop:
    hosts: [web-02]
    queueLength: 2000
  Api:
    hosts: [web-02]
  Old:
    hosts: [web-02]
    state: absent
`);
    await servers.call(["compare", "one.config", "two.config", "--as-file", "like.yaml", "--force"]);
    expect(servers.read("like.yaml")).toContain("\nhosts:\n  two: {configFile: ./two.config}\n");
  });

  it.each([
    ["hosts of a file of their own", ["web-01", "web-02", "--files", "hosts.yaml"]],
    ["configuration files", ["one.config", "two.config"]],
  ])("has a next step that works, for %s", async (_, of) => {
    setUp(poolsConfig(`<add name="Shop" queueLength="2000" />`), poolsConfig(`<add name="Shop" />`));
    const { stderr } = await servers.call(["compare", ...of, "--as-file", "like.yaml"]);
    const [, step = ""] = /^To see what it changes: iispools (.+)$/m.exec(stderr) ?? [];
    expect(step).toContain("like.yaml");
    const planned = await servers.call(step.split(" "));
    expect(planned).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1 to update.* on 1 host$/m) });
  });

  it("says that hosts must be in a file of their own if their file has pools", async () => {
    setUp(poolsConfig(`<add name="Shop" queueLength="2000" />`), poolsConfig(`<add name="Shop" />`));
    servers.write("fleet.yaml", `${hosts}pools: { Shop: {} }\n`);
    const like = ["compare", "web-01", "web-02", "--files", "fleet.yaml", "--as-file", "like.yaml"];
    expect((await servers.call(like)).stderr).toMatch(
      /^fleet\.yaml declares pools too, .* Move its hosts to a file of their own, for example hosts\.yaml\. To see what it changes: iispools plan hosts\.yaml like\.yaml --host web-02$/m,
    );
  });

  /** Few variables and times, so that pools and defaults have the same ones. */
  const valueOf = (attribute: Attribute): fc.Arbitrary<AttributeValue> => {
    if (attribute.path === "environmentVariables")
      return fc.dictionary(fc.constantFrom("A", "b", "c"), fc.constantFrom("1", "2"), { noNullPrototype: true });
    if (attribute.codec.shape === "list") return fc.subarray(["01:00:00", "02:00:00", "03:00:00"]);
    return anyValue(attribute);
  };
  const settings = fc
    .record(
      Object.fromEntries(
        settingAttributes
          .filter(({ path }) => !path.startsWith("processModel.") || path === "processModel.idleTimeout")
          .map((attribute) => [attribute.path, valueOf(attribute)]),
      ),
      { requiredKeys: [] },
    )
    .map((values) => values as Record<string, AttributeValue>);
  const accounts = fc.constantFrom<Record<string, AttributeValue>>(
    {},
    { "processModel.identityType": "NetworkService" },
    ...["one", "two"].map((password) => ({
      "processModel.identityType": "SpecificUser",
      "processModel.userName": "CORP\\svc",
      "processModel.password": password,
    })),
  );
  const blocks = fc.tuple(settings, accounts).map(([one, other]) => ({ ...one, ...other }));
  const server = fc.record({
    defaults: fc.option(settings, { nil: undefined }),
    pools: fc.dictionary(fc.constantFrom("Shop", "Api", "Jobs"), blocks, { noNullPrototype: true }),
  });

  async function fill(
    { transport }: Server,
    {
      defaults,
      pools,
    }: { defaults: Record<string, AttributeValue> | undefined; pools: Record<string, Record<string, AttributeValue>> },
  ): Promise<void> {
    const desired = [
      ...(defaults === undefined ? [] : [desiredOf("applicationPoolDefaults", { settings: defaults })]),
      ...Object.entries(pools).map(([pool, own]) => desiredOf({ pool }, { settings: own })),
    ];
    const outcomes = await applyRequests(
      transport,
      desired.map((one) => ({ kind: "ensure", desired: one })),
    );
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
  }

  it("makes the second of any two servers like the first", async () => {
    await fc.assert(
      fc.asyncProperty(server, server, async (one, two) => {
        setUp(poolsConfig(""), poolsConfig(""));
        await fill(servers.at("one"), one);
        await fill(servers.at("two"), two);
        const compared = await servers.call([...compare, "--as-file", "like.yaml"]);
        expect([0, 2]).toContain(compared.code);
        const { pools } = await inspectHost(servers.at("one").transport);
        const env = Object.fromEntries(
          [...pools.values()].map(({ name, settings: own }) => [
            `${name.toUpperCase()}_PASSWORD`,
            (own["processModel.password"] as Secret | undefined)?.reveal() ?? "",
          ]),
        );
        const applied = await servers.call(["apply", "hosts.yaml", "like.yaml", "--yes", "--force"], { env });
        expect(applied.code === 0 ? "" : applied.stderr + applied.stdout).toBe("");
        expect((await servers.call(compare)).stdout).toMatch(/^web-01 and web-02 are the same/m);
        servers.dispose();
      }),
      { numRuns: 30, endOnFailure: true },
    );
  });
});
