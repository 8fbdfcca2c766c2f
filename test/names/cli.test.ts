import { poolsConfig } from "../emulator/memory-world";
import { secretName } from "../../provider/pool-file/pool/secret-references";
import { makeServers, type Servers } from "../cli/servers";

/** What every object of JavaScript has; people give such names to pools, hosts and variables. */
const names = ["Constructor", "constructor", "__proto__", "toString", "hasOwnProperty", "valueOf", "isPrototypeOf"];

const empty = poolsConfig('<add name="Other" queueLength="3000" />').replace(
  "</system.applicationHost>",
  "<sites />$&",
);
let servers: Servers;

interface Drift {
  readonly hosts: readonly { readonly declared: readonly unknown[] }[];
}

afterEach(() => {
  servers.dispose();
});

function files(name: string): string {
  return `version: 1
hosts:
  ${name}: { configFile: ./a.config }
  other: { configFile: ./b.config }
groups:
  group-${name}: [${name}]
pools:
  ${name}:
    queueLength: 2000
    environmentVariables: { ${name}: one, OTHER: two }
    processModel: { identityType: SpecificUser, userName: CORP\\svc, password: "\${env:SHOP_PASSWORD}" }
overrides:
  group-${name}:
    pools:
      ${name}: { queueLength: 2500 }
`;
}

const env = { SHOP_PASSWORD: "geheim-1" };
const call = (...argv: string[]) => servers.call(argv, { env });

describe.each(names)("%s as the name of a host, a pool, a group and a variable", (name) => {
  beforeEach(() => {
    servers = makeServers({ a: empty, b: empty });
    servers.write("pools.yaml", files(name));
  });

  it("is valid, planned, applied and then without a difference", async () => {
    expect(await call("validate")).toMatchObject({ code: 0 });
    const plan = await call("plan", "--format", "json");
    expect(plan.code).toBe(0);
    const { hosts } = JSON.parse(plan.stdout) as { hosts: { host: string; changes: { pool: string }[] }[] };
    expect(hosts.map(({ host, changes }) => [host, changes.map(({ pool }) => pool)])).toEqual([
      [name, [name]],
      ["other", [name]],
    ]);
    expect((await call("apply", "--yes")).code).toBe(0);
    expect(servers.at("a").config()).toContain(`<add name="${name}" queueLength="2500">`);
    expect(servers.at("a").config()).toContain(`<add name="${name}" value="one" />`);
    expect(servers.at("b").config()).toContain(`<add name="${name}" queueLength="2000">`);
    expect((await call("drift")).stdout).not.toContain(`~ ${name}`);
    expect((await call("plan", "--detailed-exitcode")).code).toBe(0);
  });

  it("is applied from a saved plan", async () => {
    expect((await call("plan", "--out", "plan.json")).code).toBe(0);
    const applied = await call("apply", "plan.json", "--yes");
    expect([applied.code, applied.stderr]).toEqual([0, expect.any(String)]);
    expect(servers.at("a").config()).toContain(`<add name="${name}" queueLength="2500">`);
    expect(servers.at("b").config()).toContain(`<add name="${name}" value="one" />`);
  });

  it("is a wave, by its host's and its group's name", async () => {
    const waves = `group-${name},100%`;
    expect(await call("apply", "--yes", "--waves", waves, "--settle", "0s")).toMatchObject({ code: 0 });
    expect(servers.at("b").config()).toContain(`<add name="${name}" queueLength="2000">`);
  });

  it("is imported, and the import changes nothing", async () => {
    expect((await call("apply", "--yes")).code).toBe(0);
    const imported = await call("import", "--as", name, "--config-file", "a.config", "--out", "imported.yaml");
    expect(imported).toMatchObject({ code: 0 });
    expect(servers.read("imported.yaml")).toContain(`\n  ${name}:\n`);
    const again = await servers.call(["plan", "imported.yaml", "--format", "json"], {
      env: { [secretName(name, "processModel.password")]: "geheim-1" },
    });
    expect(again.stderr).not.toContain("rror");
    expect(JSON.parse(again.stdout)).toMatchObject({ hosts: [{ host: name, ok: true, changes: [] }] });
  });

  it("is ignored by a rule, and every other pool is not", async () => {
    expect((await call("apply", "--yes")).code).toBe(0);
    const rule = `drift: { ignore: [{ pool: ${name}, path: environmentVariables.${name}, reason: why }] }\n`;
    servers.write("pools.yaml", files(name).replace(`${name}: one`, `${name}: three`) + rule);
    const ignored = JSON.parse((await call("drift", "--format", "json")).stdout) as Drift;
    expect(ignored.hosts.map(({ declared }) => declared)).toEqual([[], []]);
    servers.write("pools.yaml", files(name).replace(`OTHER: two`, `OTHER: three`) + rule);
    const found = JSON.parse((await call("drift", "--format", "json")).stdout) as Drift;
    expect(found.hosts.map(({ declared }) => declared.length)).toEqual([1, 1]);
  });

  it("is recycled, stopped and started", async () => {
    expect((await call("apply", "--yes")).code).toBe(0);
    for (const verb of [["stop", "--yes"], ["start"], ["recycle"]]) {
      const done = await call(...verb, name);
      expect([verb, done.stdout + done.stderr, done.code]).toEqual([verb, expect.not.stringMatching(/native code/), 0]);
    }
  });
});

describe.each(names)("%s where nothing has that name", (name) => {
  beforeEach(() => {
    servers = makeServers({ a: empty });
  });
  const at = (text: string): Promise<{ code: number; stdout: string; stderr: string }> => {
    servers.write("pools.yaml", `version: 1\nhosts: { web: { configFile: ./a.config } }\n${text}`);
    return call("validate");
  };

  it.each([
    ["a key of the file", (key: string) => `${key}: 1\npools: { Shop: {} }\n`, 3],
    ["a key of a pool", (key: string) => `pools:\n  Shop:\n    ${key}: 1\n`, 5],
    ["a key of a group", (key: string) => `pools:\n  Shop:\n    cpu:\n      ${key}: 1\n`, 6],
    ["a key of a rule", (key: string) => `pools: { Shop: {} }\ndrift:\n  ignore:\n  - reason: x\n    ${key}: x\n`, 7],
    ["a key of a stagger", (key: string) => staggered(key), 9],
    ["a key of a probe", (key: string) => `pools:\n  Shop:\n    probe:\n      url: http://x/\n      ${key}: 1\n`, 7],
    [
      "a key of an override",
      (key: string) => `pools: { Shop: {} }\noverrides:\n  ${key}:\n    pools: { Shop: {} }\n`,
      5,
    ],
  ] as const)("is refused as %s, with its line", async (_, text, line) => {
    const { code, stdout, stderr } = await at(text(name));
    expect([code, stdout + stderr]).toEqual([1, expect.stringContaining(`pools.yaml:${line}:`)]);
    expect(stdout + stderr).toContain(name);
    expect(stdout + stderr).not.toMatch(/native code|undefined|\[object/);
  });

  it("is no host, no group and no wave", async () => {
    servers.write("pools.yaml", `version: 1\nhosts: { web: { configFile: ./a.config } }\npools: { Shop: {} }\n`);
    const applied = await call("apply", "--yes", "--waves", `${name},100%`);
    expect([applied.code, applied.stderr]).toEqual([1, expect.stringContaining(`unknown host \`${name}\``)]);
    expect(servers.at("a").config()).toBe(empty);
  });

  it("is no variable of the environment", async () => {
    const identity = `{ identityType: SpecificUser, userName: a, password: "\${env:${name}}" }`;
    await at(`pools:\n  Shop:\n    processModel: ${identity}\n`);
    const { code, stdout, stderr } = await call("plan");
    expect([code, stdout + stderr]).toEqual([
      1,
      expect.stringContaining(`the environment variable ${name} is not set`),
    ]);
  });

  it("is no pool that can be recycled", async () => {
    servers.write("pools.yaml", `version: 1\nhosts: { web: { configFile: ./a.config } }\npools: { Shop: {} }\n`);
    const done = await call("recycle", name);
    expect(done.code).not.toBe(0);
    expect(done.stdout + done.stderr).not.toMatch(/native code|undefined/);
  });
});

function staggered(key: string): string {
  const stagger = `{ from: "02:00", to: "04:00", every: "5m" }`;
  return `pools:\n  Shop:\n    recycling:\n      periodicRestart:\n        schedule:\n          stagger: ${stagger}\n          ${key}: 1\n`;
}
