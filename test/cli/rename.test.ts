import { poolKey } from "../../provider/names";
import { inspectHost } from "../../provider/engine/inspect";
import { makeServers, sample, type Servers } from "./servers";

let servers: Servers;

beforeEach(() => {
  servers = makeServers({ "web-01": sample });
});

afterEach(() => {
  servers.dispose();
});

const head = "version: 1\nhosts: { web-01: { configFile: ./web-01.config } }\n";
const poolNames = async (): Promise<string[]> => [...(await inspectHost(servers.at("web-01").transport)).pools.keys()];
const usedPools = (): string[] => {
  const { stdout } = servers.at("web-01").world.appcmd("list", "app", "/text:APPPOOL.NAME");
  return [...new Set(stdout.trim().split(/\r\n/))];
};

describe("iispools on a pool with renamedFrom", () => {
  const old = (): string => usedPools()[0]!;

  it("plans each step, needs --force, carries it out, and finds nothing to do then", async () => {
    const was = old();
    servers.write("pools.yaml", `${head}pools:\n  Renamed: { renamedFrom: ${was} }\n`);
    const plan = await servers.call(["plan"]);
    expect(plan).toMatchObject({ code: 0 });
    expect(plan.stdout).toContain("~ Renamed  rename");
    expect(plan.stdout).toMatch(new RegExp(`application(?: "[^"]*"|Defaults of all sites) +${was} -> Renamed`));
    expect(plan.stdout).toMatch(new RegExp(`renamedFrom .*${was} -> \\(deleted\\)`));
    expect(plan.stdout).toContain("1 to rename");
    expect((await servers.call(["apply", "--yes"])).stderr).toContain("would replace another pool");
    expect(await servers.call(["plan", "--out", "plan.json"])).toMatchObject({ code: 0 });
    expect(await servers.call(["apply", "plan.json", "--yes", "--force"])).toMatchObject({ code: 0 });
    expect(await poolNames()).toContain("renamed");
    expect(await poolNames()).not.toContain(poolKey(was));
    expect(usedPools()).toContain("Renamed");
    expect(usedPools()).not.toContain(was);
    expect(await servers.call(["plan", "--detailed-exitcode"])).toMatchObject({ code: 0 });
    expect(
      servers
        .at("web-01")
        .takeCalls()
        .filter((call) => call === "set config"),
    ).toHaveLength(3);
  });

  it.each(["json", "markdown", "html", "junit", "sarif"])("tells of it as %s", async (format) => {
    servers.write("pools.yaml", `${head}pools:\n  Renamed: { renamedFrom: ${old()} }\n`);
    const { code, stdout } = await servers.call(["plan", "--format", format]);
    expect(code).toBe(0);
    expect(stdout).toContain("rename");
    expect(stdout).toContain("(deleted)");
  });

  it("has names and places in JSON, and text for people only beside them", async () => {
    const was = old();
    servers.write("pools.yaml", `${head}pools:\n  Renamed: { renamedFrom: ${was} }\n`);
    const { stdout } = await servers.call(["plan", "--format", "json"]);
    const report = JSON.parse(stdout) as { hosts: [{ changes: [{ settings: Record<string, unknown>[] }] }] };
    const { settings } = report.hosts[0].changes[0];
    expect(settings.at(-1)).toMatchObject({ path: "renamedFrom", from: was, text: `${was} -> (deleted)` });
    expect(settings.at(-1)).not.toHaveProperty("to");
    expect(settings.find(({ place }) => place !== undefined)).toMatchObject({ from: was, to: "Renamed" });
  });

  it("counts the old pool neither as unknown nor as one to prune", async () => {
    servers.write("pools.yaml", `${head}pools:\n  Renamed: { renamedFrom: ${old()} }\n`);
    const drift = await servers.call(["drift", "--format", "json"]);
    const plan = await servers.call(["plan", "--prune", "--format", "json"]);
    const deleted = /"pool": "([^"]*)",\s*"action": "(?:delete|unknown)"/g;
    for (const { stdout } of [drift, plan]) {
      expect([...stdout.matchAll(deleted)].map(([, name]) => name)).not.toContain(old());
    }
  });
});

describe("iispools on staggered pools", () => {
  it("shows the time of each in the plan, writes it, and finds no drift then", async () => {
    const window = '{ from: "23:00", to: "01:00", every: 5m }';
    const defaults = `defaults: { recycling: { periodicRestart: { time: 0s, schedule: { stagger: ${window} } } } }`;
    servers.write("pools.yaml", `${head}${defaults}\npools: { New1: {}, New2: {} }\n`);
    const { stdout } = await servers.call(["plan", "--format", "json"]);
    const times = [...stdout.matchAll(/"pool": "New\d",\s*"intervalSeconds": 0,\s*"schedule": \[\s*"(\S+)"\s*\]/g)];
    expect(times.map(([, time]) => time)).toEqual([
      expect.stringMatching(/^(?:23|00):\d[05]:00$/),
      expect.stringMatching(/^(?:23|00):\d[05]:00$/),
    ]);
    expect(await servers.call(["apply", "--yes"])).toMatchObject({ code: 0 });
    const written = servers.at("web-01").config();
    for (const [, time] of times) expect(written).toContain(`<add value="${time}" />`);
    expect(await servers.call(["plan", "--detailed-exitcode"])).toMatchObject({ code: 0 });
  });

  it("lints a window that is too narrow for the pools", async () => {
    const window = '{ from: "02:00", to: "02:10", every: 5m }';
    servers.write(
      "pools.yaml",
      `${head}defaults: { recycling: { periodicRestart: { schedule: { stagger: ${window} } } } }
pools: { A: {}, B: {}, C: {} }\n`,
    );
    const { code, stdout } = await servers.call(["lint"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/stagger-collision.*recycles at 02:0[05]:00 on web-01 like pool "[AB]"/);
  });
});
