import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { poolsConfig } from "../emulator/memory-world";
import { type Ended, makeServers, type Servers } from "./servers";

const config = poolsConfig(`<add name="Shop" startMode="AlwaysRunning" />
<add name="Jobs" startMode="AlwaysRunning" autoStart="false" />
<add name="Idle" />`);
const hosts = `version: 1
hosts:
  web-01: { configFile: ./web-01.config }
  web-02: { configFile: ./web-02.config }
pools: { Shop: {} }
`;
const one = ["--config-file", "web-01.config"];

let servers: Servers;
let web: Server;
let requests: string[];

beforeAll((done) => {
  web = createServer((request, answer) => {
    requests.push(request.url ?? "");
    answer.writeHead(request.url === "/cold" ? 503 : 200).end();
  }).listen(0, "127.0.0.1", done);
});

beforeEach(() => {
  requests = [];
  servers = makeServers({ "web-01": config, "web-02": config, "web-01.config": config });
});

afterEach(() => {
  servers.dispose();
});

afterAll((done) => {
  web.close(done);
});

function address(path: string): string {
  return `http://127.0.0.1:${(web.address() as AddressInfo).port}${path}`;
}

function pids(host = "web-01", pool = "Shop"): string {
  const { stdout } = servers.at(host).world.appcmd("list", "wp", `/apppool.name:${pool}`);
  return [...stdout.matchAll(/WP "(\d+)"/g)].map((found) => found[1]).join(", ");
}

/** The document on stdout. */
function reportOf({ stdout }: Ended): { hosts: Record<string, unknown>[]; counts: Record<string, number> } {
  return JSON.parse(stdout) as ReturnType<typeof reportOf>;
}

describe("WAS, between two states,", () => {
  it.each([
    ["start", ["Jobs"]],
    ["stop", ["Shop", "--yes"]],
    ["recycle", ["Shop"]],
  ])("is asked again by iispools %s", async (verb, argv) => {
    servers.at("web-01").fail("control1061:2:C:\\count");
    expect(await servers.call([verb, ...argv, ...one])).toMatchObject({ code: 0 });
    const calls = servers.at("web-01").takeCalls();
    expect(calls.filter((call) => call === `${verb} apppool`)).toHaveLength(3);
  });
});

describe("iispools ps", () => {
  it("shows process, pool, state and host of each worker process", async () => {
    servers.write("pools.yaml", hosts);
    const { code, stdout, stderr } = await servers.call(["ps"]);
    const pid = pids();
    expect([code, stdout]).toEqual([
      0,
      [
        `${"PID".padStart(pid.length)}  POOL  STATE    HOST`,
        `${pid}  Shop  Started  web-01`,
        `${pid}  Shop  Started  web-02`,
        "",
        "2 worker processes; 4 pools have none",
        "",
      ].join("\n"),
    ]);
    expect(stderr).toMatch(/^2\/2 read \([\d.]+ s\)$/m);
  });

  it("shows as json also the pools that have none", async () => {
    const report = reportOf(await servers.call(["ps", ...one, "--format", "json"]));
    expect(report).toEqual({
      schema: "iispools.workers/1",
      hosts: [
        {
          ...{ host: "web-01", ok: true },
          workers: [{ pid: Number(pids()), pool: "Shop", state: "Started" }],
          pools: [
            { pool: "Shop", state: "Started", pids: [Number(pids())] },
            { pool: "Jobs", state: "Stopped", pids: [] },
            { pool: "Idle", state: "Started", pids: [] },
          ],
        },
      ],
      counts: { hosts: 1, failedHosts: 0, workers: 1, poolsWithout: 2 },
    });
  });

  it("shows only the pools that are named, and refuses one that no host has", async () => {
    servers.write("pools.yaml", hosts);
    const report = reportOf(await servers.call(["ps", "idle", "--format", "json"]));
    expect(report.counts).toEqual({ hosts: 2, failedHosts: 0, workers: 0, poolsWithout: 2 });
    expect(await servers.call(["ps", "shp", "--host", "web-02"])).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("web-02: unknown pool `shp`. Did you mean `Shop`? (POOL_MISSING)\n"),
    });
  });

  it("tells of a host that cannot be read beside the others", async () => {
    servers.write("pools.yaml", hosts);
    servers.at("web-01").fail("was-down");
    const ended = await servers.call(["ps", "--format", "json"]);
    expect(ended.code).toBe(1);
    expect(reportOf(ended).hosts).toMatchObject([
      { host: "web-01", ok: false, error: { code: "WAS_NOT_AVAILABLE" } },
      { host: "web-02", ok: true },
    ]);
    expect(ended.stderr).toContain("web-01: appcmd failed with exit code 50");
  });
});

describe("iispools recycle", () => {
  it("says in text which worker process replaced which", async () => {
    const old = pids();
    const { code, stdout } = await servers.call(["recycle", "shop", "Idle", ...one]);
    expect([code, stdout.replace(/\d+\.\d s/, "N s")]).toEqual([
      0,
      `web-01\n  Shop  recycled, overlapped: ${old} -> ${pids()}; old gone after N s\n` +
        "  Idle  has no worker process: nothing to recycle\n",
    ]);
    expect(pids()).not.toBe(old);
    expect(servers.at("web-01").config()).toBe(config);
  });

  it("reports as json, on every host of the files", async () => {
    servers.write("pools.yaml", hosts);
    const old = Number(pids());
    const report = reportOf(await servers.call(["recycle", "Shop", "--format", "json", "--wait"]));
    expect(report.counts).toMatchObject({ hosts: 2, recycled: 2, failed: 0 });
    expect(report.hosts[1]).toMatchObject({
      host: "web-02",
      pools: [
        { pool: "Shop", outcome: "recycled", oldPids: [old], newPids: [Number(pids("web-02"))], drainingPids: [] },
      ],
    });
  });

  it("recycles nothing anywhere where a pool is missing or stopped, and says all of it", async () => {
    servers.write("pools.yaml", hosts);
    servers.at("web-02").world.appcmd("stop", "apppool", "Shop");
    const { code, stdout, stderr } = await servers.call(["recycle", "Shop", "Jbs", "--format", "json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: "iispools.error/1",
      errors: [{ code: "POOL_MISSING" }, { code: "POOL_MISSING" }, { code: "POOL_STOPPED" }],
    });
    expect(stderr).toContain("web-01, web-02: unknown pool `Jbs`. Did you mean `Jobs`? (POOL_MISSING)");
    expect(stderr).toContain('web-02: pool "Shop": it is stopped');
    for (const host of ["web-01", "web-02"]) expect(servers.at(host).takeCalls()).not.toContain("recycle apppool");
  });

  it("warms the application up, and tells its answer and the new worker process", async () => {
    const url = `${address("/{pool}/health")},status=200,timeout=20s`;
    const ended = await servers.call(["recycle", "Shop", ...one, "--probe", url, "--format", "json"]);
    expect(ended.code).toBe(0);
    expect(requests).toEqual(["/Shop/health"]);
    expect(reportOf(ended).hosts[0]).toMatchObject({
      pools: [{ newPids: [Number(pids())], probe: { url: address("/Shop/health"), ok: true, status: 200 } }],
    });
    const text = await servers.call(["recycle", "Shop", ...one, "--probe", url]);
    expect(text.stdout).toMatch(
      new RegExp(`probe: ${address("/Shop/health")} {2}200, worker process ${pids()} \\(\\d+ ms\\)`),
    );
  });

  it("ends with 1 where the application does not answer as it should", async () => {
    const { code, stdout, stderr } = await servers.call(["recycle", "Shop", ...one, "--probe", address("/cold")]);
    expect(code).toBe(1);
    expect(stdout).toContain("recycled, overlapped");
    expect(stderr).toContain(
      `web-01: pool "Shop": ${address("/cold")}: responded with 503, expected 200 (PROBE_FAILED)\n`,
    );
  });

  it("asks an application whose pool has no worker process, which starts one", async () => {
    const { code, stdout } = await servers.call(["recycle", "Idle", ...one, "--probe", address("/idle")]);
    expect([code, requests]).toEqual([0, ["/idle"]]);
    expect(stdout).toContain(`probe: ${address("/idle")}  200`);
  });

  it("ends with 130 where it is interrupted, and recycles nothing more", async () => {
    const signal = AbortSignal.abort(new Error("interrupted"));
    const { code } = await servers.call(["recycle", "Shop", ...one], { signal });
    expect(code).toBe(130);
    expect(servers.at("web-01").takeCalls()).toEqual([]);
  });

  it.each([
    ["no pool at all", ["recycle"], "pools: a pool is required, or one of its worker processes with --pid"],
    [
      "pools and a process",
      ["recycle", "Shop", "--pid", "7"],
      "--pid: cannot be combined with pools; name pools or a process, not both",
    ],
    [
      "a process of several hosts",
      ["recycle", "--pid", "7"],
      "--pid: is a process of one host. Choose one with --host: web-01, web-02",
    ],
    [
      "one address for several hosts",
      ["recycle", "Shop", "--probe", "http://shop/"],
      "--probe: must contain {host}, because there are several hosts: web-01, web-02",
    ],
    [
      "one address for several pools",
      ["recycle", "Shop", "Idle", "--probe", "http://{host}/"],
      "--probe: must contain {pool}, because there are several pools. Or name one pool",
    ],
    [
      "a process that is none",
      ["recycle", "--pid", "0"],
      '--pid: must be a whole number between 1 and 4294967295, got "0"',
    ],
    [
      "an address of another kind",
      ["recycle", "Shop", "--probe", "ftp://x/"],
      "must be a URL with http:// or https://",
    ],
    [
      "an impossible status",
      ["recycle", "Shop", "--probe", "http://x/,status=99"],
      "status: must be a whole number between 100 and 599, got 99",
    ],
    [
      "an impossible time",
      ["recycle", "Shop", "--probe", "http://x/,timeout=0s"],
      "timeout: must be a duration between 1s and 1h",
    ],
    ["an unknown host", ["recycle", "Shop", "--host", "web-03"], "unknown host `web-03`. Did you mean"],
  ])("refuses %s before anything is read", async (_what, argv, message) => {
    servers.write("pools.yaml", hosts);
    const { code, stdout, stderr } = await servers.call(argv);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(message);
    for (const host of ["web-01", "web-02"]) expect(servers.at(host).takeCalls()).toEqual([]);
  });

  it("takes an address with commas in it", async () => {
    await servers.call(["recycle", "Shop", ...one, "--probe", `${address("/a,b?c=1,2")},timeout=1m`]);
    expect(requests).toEqual(["/a,b?c=1,2"]);
  });
});

describe("iispools stop", () => {
  it("stops without a word in the configuration, and says that this does not last", async () => {
    const { code, stdout } = await servers.call(["stop", "shop", ...one, "--yes"]);
    expect([code, stdout]).toEqual([
      0,
      "web-01  Shop  stopped; autoStart is true, so it is started again when the service starts (--durable changes that)\n",
    ]);
    expect(servers.at("web-01").config()).toBe(config);
    expect(servers.at("web-01").takeCalls()).toEqual(["list apppool", "list apppool", "stop apppool", "list apppool"]);
  });

  it("with --durable sets autoStart of all pools in one commit before it stops them", async () => {
    const { code, stdout } = await servers.call(["stop", "Shop", "Idle", ...one, "--durable", "--yes"]);
    expect([code, stdout]).toEqual([
      0,
      "web-01  Shop  stopped, autoStart false\nweb-01  Idle  stopped, autoStart false\n",
    ]);
    const writes = servers
      .at("web-01")
      .takeCalls()
      .filter((verb) => !verb.startsWith("list"));
    expect(writes).toEqual(["set config", "stop apppool", "stop apppool"]);
    expect(
      servers
        .at("web-01")
        .config()
        .match(/autoStart="false"/g),
    ).toHaveLength(3);
  });

  it("says what is so already, and writes and asks nothing", async () => {
    const { code, stdout } = await servers.call(["stop", "Jobs", ...one, "--durable"]);
    expect([code, stdout]).toEqual([0, "web-01  Jobs  is stopped already\n"]);
    expect(servers.at("web-01").takeCalls()).toEqual(["list apppool"]);
  });

  it("asks at a terminal, and only yes stops", async () => {
    const no = await servers.call(["stop", "Shop", ...one], { answer: "y" });
    expect(no).toMatchObject({ code: 1, stderr: expect.stringContaining("Not confirmed; nothing was stopped.") });
    expect(servers.at("web-01").takeCalls()).toEqual(["list apppool"]);
    const yes = await servers.call(["stop", "Shop", ...one], { answer: "yes" });
    expect(yes).toMatchObject({ code: 0, stderr: expect.stringContaining("Stop Shop on web-01?") });
  });

  it("needs --yes where nobody can be asked", async () => {
    const { code, stderr } = await servers.call(["stop", "Shop", ...one]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("--yes: is required without a terminal")]);
    expect(servers.at("web-01").takeCalls()).toEqual(["list apppool"]);
  });

  it("stops nothing where a pool is missing", async () => {
    const { code, stderr } = await servers.call(["stop", "Shop", "Jbs", ...one, "--yes"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("unknown pool `Jbs`. Did you mean `Jobs`?")]);
    expect(servers.at("web-01").takeCalls()).toEqual(["list apppool"]);
  });

  it("refuses where WAS does not answer", async () => {
    servers.at("web-01").fail("was-down");
    const { code, stderr } = await servers.call(["stop", "Shop", ...one, "--yes"]);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('web-01: pool "Shop": the service WAS does not respond'),
    ]);
  });

  it("says that a pool is still stopping", async () => {
    (servers.at("web-01").world.env as Record<string, string>)["APPCMD_EMULATOR_DRAIN_MS"] = "60000";
    const { code, stdout } = await servers.call(["stop", "Shop", ...one, "--durable", "--yes"]);
    expect([code, stdout]).toEqual([0, "web-01  Shop  stopping, autoStart false\n"]);
  });
});

describe("iispools start", () => {
  it("starts a pool and says where that does not last", async () => {
    const { code, stdout } = await servers.call(["start", "Jobs", "Shop", ...one]);
    expect([code, stdout]).toEqual([
      0,
      "web-01  Jobs  started; autoStart is false, so it is stopped again when the service starts (--durable changes that)\n" +
        "web-01  Shop  is started already\n",
    ]);
    expect(servers.at("web-01").config()).toBe(config);
  });

  it("with --durable sets autoStart first, also of a pool that runs", async () => {
    await servers.call(["start", "Jobs", ...one]);
    servers.at("web-01").takeCalls();
    const { code, stdout } = await servers.call(["start", "Jobs", ...one, "--durable"]);
    expect([code, stdout]).toEqual([0, "web-01  Jobs  is started already, autoStart true\n"]);
    expect(servers.at("web-01").takeCalls()).toEqual(["list apppool", "list apppool", "set config", "list apppool"]);
    expect(servers.at("web-01").config()).not.toContain('autoStart="false"');
  });

  it("works on the hosts that are named", async () => {
    servers.write("pools.yaml", hosts);
    expect((await servers.call(["start", "Jobs", "--host", "web-02"])).code).toBe(0);
    expect([pids("web-01", "Jobs"), pids("web-02", "Jobs")]).toEqual(["", expect.stringMatching(/^\d+$/)]);
  });
});

describe("the hosts of verbs about what runs", () => {
  it("are this machine where there are no pool files", async () => {
    expect(await servers.call(["ps"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("there is no appcmd"),
    });
  });

  it("need a pool file where one is named", async () => {
    const { stderr } = await servers.call(["ps", "--host", "web-01"]);
    expect(stderr).toMatch(/^--host: a pool file is required; .* has no pools\.yaml, .* Name one with --files$/m);
  });

  it("come from the files that are named", async () => {
    servers.write("other/hosts.yaml", hosts.replaceAll("./web", "../web"));
    expect(await servers.call(["ps", "--files", "other/hosts.yaml", "--host", "web-02"])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("1 worker process;"),
    });
  });
});
