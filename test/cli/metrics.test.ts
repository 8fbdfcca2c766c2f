import { chmodSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { IisError } from "../../provider/errors";
import { makeServers, sample, type Servers } from "./servers";

let servers: Servers;

const pools = `version: 1
hosts:
  web-01: { configFile: ./web-01.config }
  web-02: { configFile: ./web-02.config }
pools:
  DefaultAppPool: { hosts: web-01, queueLength: 2000, startMode: AlwaysRunning }
  Shop: { hosts: web-02 }
`;

beforeEach(() => {
  servers = makeServers({ "web-01": sample, "web-02": sample });
  servers.write("pools.yaml", pools);
});

afterEach(() => {
  servers.dispose();
});

/** The value of a series in the file of metrics; undefined if it is not there. */
function metric(series: string): number | undefined {
  const line = servers
    .read("run.prom")
    .split("\n")
    .find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.split(" ").at(-1));
}

/** What a server does that does not answer. */
function unreachable(): never {
  throw new IisError("UNREACHABLE", { problem: "no answer" });
}

/** A clock that goes on by 1.5 s at each look. */
function clock(): () => Date {
  let at = Date.parse("2026-11-30T12:00:00Z");
  return () => new Date((at += 1500));
}

const apply = ["apply", "--yes", "--force", "--metrics", "run.prom"];

describe("--metrics of drift", () => {
  it("writes what differs, on which servers, when and for how long", async () => {
    const { code, stderr } = await servers.call(["drift", "--metrics", "run.prom"], { now: clock() });
    expect([code, stderr]).toEqual([2, expect.stringContaining("wrote run.prom\n") as string]);
    expect(metric('iispools_drift_settings{host="web-01",pool="DefaultAppPool",kind="changed",verb="drift"}')).toBe(2);
    expect(metric('iispools_drift_settings{host="web-02",pool="Shop",kind="missing_pool",verb="drift"}')).toBe(1);
    expect(metric('iispools_host_up{host="web-02",verb="drift"}')).toBe(1);
    expect(metric('iispools_last_run_success{verb="drift"}')).toBe(1);
    expect(metric('iispools_last_run_timestamp_seconds{verb="drift"}')).toBeGreaterThan(1_796_040_000);
    expect(metric('iispools_last_run_duration_seconds{verb="drift"}')).toBeGreaterThan(0);
    expect(servers.read("run.prom")).not.toMatch(/2000|AlwaysRunning|iispools_changes_total/);
    expect(Buffer.from(servers.read("run.prom")).subarray(0, 1).toString()).toBe("#");
  });

  it("leaves no other file beside it, and takes the place of its own file with its permissions", async () => {
    servers.write("run.prom", "");
    chmodSync(join(servers.folder, "run.prom"), 0o640);
    await servers.call(["drift", "--metrics", "run.prom"]);
    await servers.call(["drift", "--metrics", "run.prom"]);
    expect(statSync(join(servers.folder, "run.prom")).mode & 0o777).toBe(0o640);
    expect(readdirSync(servers.folder).toSorted()).toEqual(["pools.yaml", "run.prom"]);
  });

  it("has 0 for a server that cannot be read or that is skipped, without success only for the first", async () => {
    servers.at("web-02").before = unreachable;
    const skipping = await servers.call(["drift", "--metrics", "run.prom", "--skip-unreachable"]);
    expect([skipping.code, metric('iispools_host_up{host="web-02",verb="drift"}')]).toEqual([3, 0]);
    expect(metric('iispools_last_run_success{verb="drift"}')).toBe(1);
    const { code } = await servers.call(["drift", "--metrics", "run.prom"]);
    expect([code, metric('iispools_host_up{host="web-02",verb="drift"}')]).toEqual([1, 0]);
    expect(metric('iispools_last_run_success{verb="drift"}')).toBe(0);
    expect(metric('iispools_drift_settings{host="web-02",pool="",kind="",verb="drift"}')).toBeUndefined();
    expect(metric('iispools_drift_settings{host="web-01",pool="",kind="",verb="drift"}')).toBe(0);
  });

  it("drops the servers of an earlier run if the files have a fault", async () => {
    await servers.call(["drift", "--metrics", "run.prom"]);
    servers.write("pools.yaml", "version: 2\n");
    const { code } = await servers.call(["drift", "--metrics", "run.prom"]);
    expect([code, metric('iispools_last_run_success{verb="drift"}')]).toEqual([1, 0]);
    expect(servers.read("run.prom")).not.toContain("web-01");
  });

  it("adds nothing to stdout, also in JSON", async () => {
    const call = ["drift", "--format", "json"];
    const [without, withMetrics] = [await servers.call(call), await servers.call([...call, "--metrics", "run.prom"])];
    expect(withMetrics.stdout).toBe(without.stdout);
  });

  it.each([
    ["a pool file", "pools.yaml", "is a pool file that this command reads"],
    ["the configuration of a server", "web-01.config", "is the configuration of web-01"],
    ["the file of --output", "report.json", "is the file of --output"],
  ])("does not take the place of %s", async (_what, file, why) => {
    servers.write("web-01.config", "as it was");
    servers.write("report.json", "as it was");
    const before = servers.read(file);
    const { code, stderr } = await servers.call(["drift", "--output", "report.json", "--metrics", file]);
    expect([code, servers.read(file)]).toEqual([1, before]);
    expect(stderr).toContain(`--metrics: ${file} ${why}; choose another file\n`);
  });

  it("does not take the place of a pool file that has a fault", async () => {
    servers.write("pools.yaml", "version: 2\n");
    const { code, stderr } = await servers.call(["drift", "--metrics", "pools.yaml"]);
    expect([code, servers.read("pools.yaml")]).toEqual([1, "version: 2\n"]);
    expect(stderr).toContain(
      "--metrics: pools.yaml has something other than metrics of iispools; choose another file\n",
    );
  });

  it("leaves the exit code of differences if the metrics cannot be written, and reports both", async () => {
    const { code, stdout, stderr } = await servers.call(["drift", "--metrics", "no/run.prom"]);
    expect(code).toBe(2);
    expect(stdout).toContain("Shop: MISSING on web-02");
    expect(stderr).toMatch(/^--metrics: cannot write no\/run\.prom: .*\(ENOENT\); create its folder first$/m);
  });
});

describe("--metrics of apply", () => {
  const changes = (host: string): number | undefined => metric(`iispools_changes_total{host="${host}",verb="apply"}`);

  it("counts changes over all runs, and keeps the count where nothing is changed and where a run fails", async () => {
    expect((await servers.call(apply)).code).toBe(0);
    expect([changes("web-01"), changes("web-02")]).toEqual([1, 1]);
    expect((await servers.call(apply)).code).toBe(0);
    expect([changes("web-01"), changes("web-02")]).toEqual([1, 1]);
    servers.write("pools.yaml", pools.replace("2000", "3000"));
    expect((await servers.call([...apply, "--host", "web-01"])).code).toBe(0);
    expect([changes("web-01"), changes("web-02")]).toEqual([2, 1]);
    servers.write("pools.yaml", "version: 2\n");
    expect((await servers.call(apply)).code).toBe(1);
    expect([changes("web-01"), metric('iispools_last_run_success{verb="apply"}')]).toEqual([2, 0]);
  });

  it("names the server that stops a run before it writes", async () => {
    servers.at("web-02").before = unreachable;
    expect((await servers.call(apply)).code).toBe(1);
    expect(metric('iispools_host_up{host="web-01",verb="apply"}')).toBe(1);
    expect(metric('iispools_host_up{host="web-02",verb="apply"}')).toBe(0);
    expect(servers.read("run.prom")).not.toContain("iispools_changes_total");
  });

  it("is no success if nobody confirms", async () => {
    expect((await servers.call(["apply", "--metrics", "run.prom"], { answer: "no", isTerminal: true })).code).toBe(1);
    expect(metric('iispools_last_run_success{verb="apply"}')).toBe(0);
  });

  it("changes the servers also if the metrics cannot be written, and then fails", async () => {
    mkdirSync(join(servers.folder, "run.prom"));
    const { code, stderr } = await servers.call(apply);
    expect([code, servers.at("web-02").config().includes('"Shop"')]).toEqual([1, true]);
    expect(stderr).toContain("--metrics: run.prom is a folder, not a file; choose another file\n");
    expect((await servers.call(["apply", "--yes", "--force"])).stdout).toContain("nothing to change");
  });
});

describe("--metrics of ps", () => {
  it("writes the state of every pool", async () => {
    expect((await servers.call(["ps", "--metrics", "run.prom"])).code).toBe(0);
    const state = (name: string): number | undefined =>
      metric(`iispools_pool_state{host="web-01",pool="DefaultAppPool",state="${name}",verb="ps"}`);
    expect([state("started"), state("stopped"), state("unknown")]).toEqual([1, 0, 0]);
  });

  it("does not take the place of a pool file", async () => {
    const { code, stderr } = await servers.call(["ps", "--metrics", "pools.yaml"]);
    expect([code, servers.read("pools.yaml")]).toEqual([1, pools]);
    expect(stderr).toContain("--metrics: pools.yaml is a pool file that this command reads; choose another file\n");
  });
});
