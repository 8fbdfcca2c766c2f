import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { makeServers, sample, type Servers } from "./servers";

const wide = sample.replace(
  '<add name="DefaultAppPool" />',
  `<add name="DefaultAppPool" />${"12345678".replace(/./g, '\r\n            <add name="Pool $&" />')}`,
);
const names = ["web-01", "web-02", "web-03", "web-04"];

let servers: Servers;
let site: Server;
let asked: string[];
let silent: (path: string) => boolean;

const pools = (more = ""): string => `version: 1
hosts:
${names.map((name) => `  ${name}: { configFile: ./${name}.config }`).join("\n")}
groups: { canary: [web-03] }
pools:
  DefaultAppPool: { queueLength: 2000${more} }
`;

const probe = (): string =>
  `, probe: { url: "http://127.0.0.1:${(site.address() as AddressInfo).port}/{host}", timeout: 5s }`;

const changed = (): string[] => names.filter((name) => servers.at(name).config().includes('queueLength="2000"'));

const apply = (...more: string[]): ReturnType<Servers["call"]> =>
  servers.call(["apply", "--yes", "--no-backup", "--waves", "canary:1,75%,100%", "--settle", "0s", ...more]);

beforeAll((done) => {
  site = createServer(({ url = "" }, response) => {
    asked.push(url);
    response.writeHead(silent(url) ? 503 : 200).end();
  }).listen(0, "127.0.0.1", done);
});

afterAll((done) => {
  site.close(done);
});

beforeEach(() => {
  asked = [];
  silent = () => false;
  servers = makeServers(Object.fromEntries(names.map((name) => [name, wide])));
});

afterEach(() => {
  servers.dispose();
});

/** A pool that is stopped a moment after it was changed, as by rapid-fail protection. */
function crash(name: string): void {
  const { world } = servers.at(name);
  servers.at(name).before = (args) => {
    if (args[0] === "list" && changed().includes(name)) world.appcmd("stop", "apppool", "DefaultAppPool");
  };
}

describe("iispools apply --waves", () => {
  it("goes through all waves, and asks the probe of each host once its wave is written", async () => {
    servers.write("pools.yaml", pools(probe()));
    const { code, stdout, stderr } = await apply();
    expect([code, changed()]).toEqual([0, names]);
    expect(asked[0]).toBe("/web-03");
    expect(asked.slice(1, 3).sort()).toEqual(["/web-01", "/web-02"]);
    expect(asked.slice(3)).toEqual(["/web-04"]);
    expect(stdout).toMatch(/wave 1 \(canary:1\) passed: web-03\n.*web-03 http:.* 200 in \d+ ms\n/);
    expect(stderr).toMatch(/wave 2 of 3 \(75%\): web-01, web-02\n[^]*wave 2 of 3 \(75%\) passed\n/);
  });

  it("asks nothing and looks at nothing where nothing is to change", async () => {
    servers.write("pools.yaml", pools(probe()));
    await apply();
    for (const name of names) servers.at(name).takeCalls();
    asked = [];
    expect((await apply()).code).toBe(0);
    expect(asked).toEqual([]);
    expect(names.map((name) => servers.at(name).takeCalls())).toEqual(names.map(() => ["list apppool"]));
  });

  it("stops behind a wave whose probe is not answered; the next apply goes on there", async () => {
    servers.write("pools.yaml", pools(probe()));
    silent = (path) => path === "/web-02";
    const { code, stdout, stderr } = await apply();
    expect([code, changed()]).toEqual([1, ["web-01", "web-02", "web-03"]]);
    expect(stderr).toMatch(/web-02: pool "DefaultAppPool": http:.*: responded with 503, expected 200 \(PROBE_FAILED\)/);
    expect(stdout).toMatch(/wave 2 \(75%\) failed: web-01, web-02\n/);
    // The plan has the settings already.
    expect(stdout).toContain(
      "\n  Not begun: DefaultAppPool\n  These pools are unchanged. Fix the errors, then rerun the same command\n",
    );
    expect(stdout.split("Not begun")[1]).not.toContain("queueLength");
    expect(stdout).toMatch(/wave 3 \(100%\) not begun: web-04\n/);
    expect(stdout).toMatch(/web-04 {2}1 not begun/);
    silent = () => false;
    expect([(await apply()).code, changed()]).toEqual([0, names]);
  });

  it("stops behind a wave in which a pool that ran is stopped", async () => {
    servers.write("pools.yaml", pools());
    crash("web-03");
    const { code, stderr } = await apply();
    expect([code, changed()]).toEqual([1, ["web-03"]]);
    expect(stderr).toContain('web-03: pool "DefaultAppPool": is Stopped, but it ran before. Rapid-fail');
  });

  it.each([
    ["a pool that is declared as Stopped", ", state: Stopped", "Started"],
    ["a pool that was stopped before", "", "Stopped"],
  ])("passes %s", async (_what, more, before) => {
    servers.write("pools.yaml", pools(more));
    if (before === "Stopped")
      for (const name of names) servers.at(name).world.appcmd("stop", "apppool", "DefaultAppPool");
    expect([(await apply("--force")).code, changed()]).toEqual([0, names]);
  });

  it("takes the failed wave back on all its hosts with --rollback-on-error, and leaves earlier ones", async () => {
    servers.write("pools.yaml", pools(probe()));
    silent = (path) => path === "/web-02";
    const { code, stdout } = await apply("--rollback-on-error");
    expect([code, changed()]).toEqual([1, ["web-03"]]);
    expect(stdout).toMatch(/^web-01, web-02 \(2 hosts, the same on each\) .*(?:\n.*)*?\n {2}rolled back: /m);
    expect(servers.at("web-01").config()).toBe(wide);
  });

  it("lets no host's failure hide the others of its wave", async () => {
    servers.write("pools.yaml", pools(probe()));
    servers.at("web-01").fail("refuse:queueLength:2000");
    const { code, stdout } = await apply();
    expect([code, changed()]).toEqual([1, ["web-02", "web-03"]]);
    expect(asked).toEqual(["/web-03", "/web-02"]);
    expect(stdout).toMatch(/wave 2 \(75%\) failed: web-01, web-02\n/);
    expect(stdout).toMatch(/web-04 {2}1 not begun/);
  });

  it("begins no wave after Ctrl-C, and ends with 130", async () => {
    servers.write("pools.yaml", pools());
    const control = new AbortController();
    servers.at("web-03").before = (args) => {
      if (args[0] === "set") control.abort();
    };
    const argv = ["apply", "--yes", "--no-backup", "--waves", "canary:1,100%", "--settle", "1h"];
    const { code, stdout } = await servers.call(argv, { signal: control.signal });
    expect([code, changed()]).toEqual([130, ["web-03"]]);
    expect(stdout).toMatch(/wave 2 \(100%\) not begun/);
  });

  it("tells which hosts are in no wave, and leaves them", async () => {
    servers.write("pools.yaml", pools());
    const { code, stderr } = await servers.call([
      ...["apply", "--yes", "--no-backup", "--waves", "canary,50%", "--settle", "0s"],
    ]);
    expect([code, changed()]).toEqual([0, ["web-01", "web-03"]]);
    expect(stderr).toContain("In no wave, not changed: web-02, web-04\n");
  });

  it("takes counts and shares for a saved plan, and says that it has no probes", async () => {
    servers.write("pools.yaml", pools(probe()));
    await servers.call(["plan", "--out", "plan.json"]);
    const apply = (waves: string): ReturnType<Servers["call"]> =>
      servers.call(["apply", "plan.json", "--yes", "--no-backup", "--waves", waves, "--settle", "0s"]);
    expect((await apply("canary,100%")).stderr).toContain(
      "--waves: unknown host `canary`. Known hosts: web-01, web-02, web-03, web-04. A saved plan has no groups",
    );
    expect(changed()).toEqual([]);
    const { code, stderr } = await apply("1,100%");
    expect([code, changed(), asked]).toEqual([0, names, []]);
    expect(stderr).toContain("A saved plan has no probes");
  });

  it.each<[string[], string]>([
    [
      ["--waves", "0,x:y"],
      '--waves: must be a whole number of hosts, 1 or more, got "0"\n--waves: must be a host or group',
    ],
    [["--waves", "cnary,100%"], "--waves: unknown host or group `cnary`. Did you mean `canary`?"],
    [["--waves", "1", "--settle", "soon"], "--settle: must be a duration"],
    [["--settle", "1s"], "--settle: requires --waves"],
  ])("refuses %j before anything is read", async (argv, message) => {
    servers.write("pools.yaml", pools());
    const { code, stderr } = await servers.call(["apply", "--yes", ...argv]);
    expect([code, changed()]).toEqual([1, []]);
    expect(stderr).toContain(message);
    expect(names.map((name) => servers.at(name).takeCalls())).toEqual(names.map(() => []));
  });
});

describe("iispools apply --waves of a pool with renamedFrom", () => {
  const renamed = (more = ""): string =>
    pools(more).replace("DefaultAppPool: { ", "Shop: { renamedFrom: DefaultAppPool, ");
  const named = (name: string): string[] =>
    names.filter((host) => servers.at(host).config().includes(`<add name="${name}"`));
  const used = (host: string): string => servers.at(host).world.appcmd("list", "app", "/text:APPPOOL.NAME").stdout;

  it("renames it wave by wave, and each gate looks at it under its new name", async () => {
    servers.write("pools.yaml", renamed(probe().replace("{host}", "{host}/{pool}")));
    const { code, stdout } = await apply("--force");
    expect([code, named("Shop"), named("DefaultAppPool")]).toEqual([0, names, []]);
    for (const name of names) {
      expect(used(name)).toContain("Shop");
      expect(used(name)).not.toContain("DefaultAppPool");
    }
    expect(asked[0]).toBe("/web-03/Shop");
    expect(asked.slice(1, 3).sort()).toEqual(["/web-01/Shop", "/web-02/Shop"]);
    expect(asked.slice(3)).toEqual(["/web-04/Shop"]);
    expect(stdout).toMatch(/~ Shop {2}rename/);
    asked = [];
    expect([(await apply()).code, asked]).toEqual([0, []]);
  });

  it("leaves the old name on the hosts behind a gate that did not open; the next apply goes on there", async () => {
    servers.write("pools.yaml", renamed(probe()));
    silent = (path) => path === "/web-03";
    const { code, stdout } = await apply("--force");
    expect([code, named("Shop"), named("DefaultAppPool")]).toEqual([1, ["web-03"], ["web-01", "web-02", "web-04"]]);
    expect(stdout).toMatch(/wave 1 \(canary:1\) failed: web-03\n/);
    for (const name of ["web-01", "web-02", "web-04"]) expect(servers.at(name).config()).toBe(wide);
    silent = () => false;
    expect([(await apply("--force")).code, named("Shop"), named("DefaultAppPool")]).toEqual([0, names, []]);
  });

  it("stops behind a wave in which the renamed pool does not run, and passes one that did not run before", async () => {
    servers.write("pools.yaml", renamed());
    servers.at("web-04").world.appcmd("stop", "apppool", "DefaultAppPool");
    servers.at("web-03").before = (args) => {
      if (args[0] === "list" && named("DefaultAppPool").length < 4)
        servers.at("web-03").world.appcmd("stop", "apppool", "Shop");
    };
    const { code, stderr } = await apply("--force");
    expect([code, named("Shop")]).toEqual([1, ["web-03"]]);
    expect(stderr).toContain('web-03: pool "Shop": is Stopped, but it ran before. Rapid-fail');
    servers.at("web-03").before = () => undefined;
    expect([(await apply("--force")).code, named("Shop")]).toEqual([0, names]);
  });

  it("does not take a rename back with --rollback-on-error, and tells so of each host of its wave", async () => {
    servers.write("pools.yaml", renamed(probe()));
    silent = (path) => path === "/web-02";
    const { code, stdout } = await apply("--force", "--rollback-on-error");
    expect([code, named("Shop"), named("DefaultAppPool")]).toEqual([1, ["web-01", "web-02", "web-03"], ["web-04"]]);
    expect(stdout).toMatch(
      /^web-01, web-02 \(2 hosts.*(?:\n.*)*?\n {2}not rolled back \(POOL_MISSING\): pool "Shop": replaces another pool/m,
    );
  });
});
