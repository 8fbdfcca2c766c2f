import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeMetrics } from "../../provider/report/metrics/write-metrics";
import { repository } from "../../tools/workspace/places.mts";
import { type ProcessPlace, processPlace } from "../cli/process";
import { runOf } from "../report/metrics/runs";
import { dashboardPanels } from "./dashboard";
import { ifPrograms } from "./if-programs";
import { type Answer, askUntil, type Found, type Service, startService } from "./services";

const pools = `version: 1
hosts:
  web-01: { configFile: ./web-01.config }
  web-02: { configFile: ./web-02.config }
pools:
  DefaultAppPool: { hosts: web-01, queueLength: 2000, startMode: AlwaysRunning }
  "Shop 'ä→😀' {x}": { hosts: web-02 }
`;

let place: ProcessPlace;
let exporter: Service;
let prometheus: Service;
/** What must be ended, also if the next one does not start. */
let running: Service[] = [];

/** The values of a query as soon as it has an answer, by the given label. */
async function valuesOf(expr: string, label: string): Promise<Record<string, number>> {
  const answer = await query(expr);
  return Object.fromEntries(resultOf(answer).map(({ metric, value }) => [metric?.[label] ?? "", Number(value?.[1])]));
}

function query(expr: string, isSo = (answer: Answer): boolean => resultOf(answer).length > 0): Promise<Answer> {
  return askUntil(prometheus.url, `query?query=${encodeURIComponent(expr)}`, isSo);
}

function resultOf({ data }: Answer): readonly Found[] {
  return data?.result ?? [];
}

/** The configuration of the example, with this test's exporter and without waiting. */
function configOf({ url }: Service): string {
  const text = readFileSync(join(repository, "examples/monitoring/prometheus.yml"), "utf8");
  const own = text.replaceAll(": 1m", ": 200ms").replace("jobs.example.com:9182", url.replace("http://", ""));
  expect(own).not.toBe(text);
  return own;
}

ifPrograms("a run, the textfile collector and Prometheus", ["prometheus", "prometheus-node-exporter"], () => {
  beforeAll(async () => {
    place = processPlace("web-01", "web-02");
    place.write("pools.yaml", pools);
    mkdirSync(place.file("textfile"));
    for (const [code, ...call] of [
      [2, "drift", "--metrics", "textfile/drift.prom"],
      [0, "stop", "Legacy .NET v2.0", "--host", "web-02", "--files", "pools.yaml", "--yes"],
      [0, "ps", "--metrics", "textfile/ps.prom"],
      [0, "apply", "--yes", "--force", "--host", "web-01", "--metrics", "textfile/apply.prom"],
    ] as const)
      expect([call, await place.run(call)]).toEqual([call, expect.objectContaining({ code })]);
    const agent = writeMetrics(runOf("agent", undefined, { bundleAgeSeconds: 20 * 86_400 }));
    writeFileSync(place.file("textfile/agent.prom"), agent);
    exporter = await startService("prometheus-node-exporter", [
      "--collector.disable-defaults",
      "--collector.textfile",
      `--collector.textfile.directory=${place.file("textfile")}`,
    ]);
    place.write("prometheus.yml", configOf(exporter));
    place.write("alerts.yml", readFileSync(join(repository, "examples/monitoring/alerts.yml"), "utf8"));
    running = [exporter];
    prometheus = await startService(
      "prometheus",
      [`--config.file=${place.file("prometheus.yml")}`, `--storage.tsdb.path=${place.file("data")}`],
      "Server is ready to receive web requests",
    );
    running = [prometheus, exporter];
  });

  afterAll(async () => {
    for (const service of running) await service.stop();
    place.dispose();
  });

  it("the exporter reads all files without an error", async () => {
    const text = await (await fetch(`${exporter.url}/metrics`)).text();
    expect(text).toContain("\nnode_textfile_scrape_error 0\n");
    for (const verb of ["drift", "apply", "ps", "agent"])
      expect(text).toContain(`\niispools_last_run_success{verb="${verb}"} 1\n`);
  });

  it("a query has the drift of each server, with the names of pools as they are", async () => {
    expect(await valuesOf("sum by (host) (iispools_drift_settings)", "host")).toMatchObject({
      "web-01": expect.any(Number) as number,
      "web-02": expect.any(Number) as number,
    });
    expect(await valuesOf('iispools_drift_settings{host="web-01",kind="changed"}', "pool")).toEqual({
      DefaultAppPool: 2,
    });
    expect(await valuesOf('iispools_drift_settings{kind="missing_pool"}', "pool")).toEqual({ "Shop 'ä→😀' {x}": 1 });
    expect(await valuesOf('iispools_pool_state{state="stopped"} == 1', "pool")).toEqual({ "Legacy .NET v2.0": 1 });
    expect(await valuesOf("iispools_changes_total", "host")).toEqual({ "web-01": 1 });
    expect(await valuesOf("iispools_host_up", "host")).toEqual({ "web-01": 1, "web-02": 1 });
  });

  it.each([
    ["IisPoolDrift", { host: "web-01" }],
    ["IisPoolStopped", { host: "web-02", pool: "Legacy .NET v2.0" }],
    ["IisPoolBundleOld", { verb: "agent" }],
  ])("the alert %s fires", async (alertname, labels) => {
    const isFiring = ({ labels: own, state }: Found): boolean => own?.["alertname"] === alertname && state === "firing";
    const { data } = await askUntil(prometheus.url, "alerts", (answer) => answer.data?.alerts?.some(isFiring) === true);
    expect(data?.alerts?.filter(isFiring)).toContainEqual(
      expect.objectContaining({ labels: expect.objectContaining(labels) as object }),
    );
  });

  it.each(dashboardPanels().map(({ title, expr }) => [title, expr]))(
    "the panel %s shows something",
    async (_title, expr) => {
      const answer = await query(expr);
      expect(answer).toMatchObject({ status: "success" });
      expect(resultOf(answer).length).toBeGreaterThan(0);
    },
  );

  it("a run that ends the drift ends the alert", async () => {
    place.write("pools.yaml", "version: 1\nhosts:\n  web-01: { configFile: ./web-01.config }\npools: {}\n");
    place.write("none.yaml", `${place.read("pools.yaml")}drift: { ignore: [{ pool: "*", reason: a test }] }\n`);
    expect(await place.run(["drift", "none.yaml", "--metrics", "textfile/drift.prom"])).toMatchObject({ code: 0 });
    const answer = await query("sum by (host) (iispools_drift_settings)", (one) =>
      resultOf(one).every(({ value }) => value?.[1] === "0"),
    );
    expect(resultOf(answer).map(({ metric }) => metric)).toEqual([{ host: "web-01" }]);
    const isDrift = ({ labels }: Found): boolean => labels?.["alertname"] === "IisPoolDrift";
    await askUntil(prometheus.url, "alerts", ({ data }) => data?.alerts?.some(isDrift) === false);
  });
});
