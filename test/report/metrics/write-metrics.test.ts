import { documentOf } from "../../../provider/report/document/document";
import { metricFamilies } from "../../../provider/report/metrics/families";
import { isMetrics, writeMetrics } from "../../../provider/report/metrics/write-metrics";
import { canary, samples } from "../samples";
import { awkwardNames, noDrift, runOf, runs } from "./runs";

/** The series of a text, in their order. */
function seriesIn(text: string): string[] {
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

/** The series of a metric. */
function series(text: string, name: string): string[] {
  return seriesIn(text).filter((line) => line.startsWith(`${name}{`));
}

describe("the metrics of a run", () => {
  it("have the version, the end, the duration and the success of a run that found no server", () => {
    expect(writeMetrics(runOf("drift", undefined, { isSuccess: false }))).toBe(
      `# HELP iispools_build_info ${metricFamilies.build.help}
# TYPE iispools_build_info gauge
iispools_build_info{version="1.2.3",verb="drift"} 1
# HELP iispools_last_run_timestamp_seconds ${metricFamilies.timestamp.help}
# TYPE iispools_last_run_timestamp_seconds gauge
iispools_last_run_timestamp_seconds{verb="drift"} 1796040002.5
# HELP iispools_last_run_success ${metricFamilies.success.help}
# TYPE iispools_last_run_success gauge
iispools_last_run_success{verb="drift"} 0
# HELP iispools_last_run_duration_seconds ${metricFamilies.duration.help}
# TYPE iispools_last_run_duration_seconds gauge
iispools_last_run_duration_seconds{verb="drift"} 2.5
# EOF
`,
    );
  });

  it("count the differences of each pool by kind, without those that an ignore rule suppresses", () => {
    const text = writeMetrics(runOf("drift", documentOf(samples.drift)));
    expect(series(text, "iispools_drift_settings")).toEqual([
      'iispools_drift_settings{host="web-01",pool="",kind="",verb="drift"} 0',
      'iispools_drift_settings{host="web-01",pool="Shop",kind="changed",verb="drift"} 6',
      'iispools_drift_settings{host="web-01",pool="Shop",kind="undeclared",verb="drift"} 3',
      'iispools_drift_settings{host="web-01",pool="Test",kind="undeclared_pool",verb="drift"} 1',
    ]);
    expect(series(text, "iispools_drift_ignored")).toEqual(['iispools_drift_ignored{host="web-01",verb="drift"} 2']);
  });

  it("have a series that stays 0 for a server without differences, and none for one that could not be read", () => {
    const [, failed] = samples.plan.hosts;
    const hosts = [{ host: "web-01", ok: true, value: noDrift("web-01") } as const, failed];
    const text = writeMetrics(runOf("drift", documentOf({ kind: "drift", hosts })));
    expect(series(text, "iispools_drift_settings")).toEqual([
      'iispools_drift_settings{host="web-01",pool="",kind="",verb="drift"} 0',
    ]);
    expect(series(text, "iispools_host_up")).toEqual([
      'iispools_host_up{host="web-01",verb="drift"} 1',
      'iispools_host_up{host="web-02",verb="drift"} 0',
    ]);
  });

  it("have 1 for the state of a pool and 0 for the others", () => {
    const text = writeMetrics(runs.find(({ verb }) => verb === "ps")!);
    const first = series(text, "iispools_pool_state").slice(0, 10);
    expect(first.map((line) => line.replace(/^.*state="(\w+)".* (\d)$/, "$1 $2"))).toEqual([
      ...["starting 0", "started 1", "stopping 0", "stopped 0", "unknown 0"],
      ...["starting 0", "started 0", "stopping 0", "stopped 0", "unknown 1"],
    ]);
  });

  it("continue the counters of the file that they replace, also of servers that are not in this run", () => {
    const first = writeMetrics(runOf("apply", documentOf(samples.apply)));
    const [one] = series(first, "iispools_changes_total");
    expect(one).toMatch(/^iispools_changes_total\{host="web-01",verb="apply"\} [1-9]\d*$/);
    const count = Number(one!.split(" ").at(-1));
    const earlier = first.replace("# EOF", 'iispools_changes_total{host="ends \\"here\\\\",verb="apply"} 7\n# EOF');
    const second = writeMetrics(runOf("apply", documentOf(samples.apply), { earlier }));
    expect(series(second, "iispools_changes_total")).toEqual(
      expect.arrayContaining([
        `iispools_changes_total{host="web-01",verb="apply"} ${2 * count}`,
        'iispools_changes_total{host="ends \\"here\\\\",verb="apply"} 7',
      ]),
    );
    const failed = writeMetrics(runOf("apply", undefined, { earlier: second, isSuccess: false }));
    expect(series(failed, "iispools_changes_total")).toEqual(series(second, "iispools_changes_total"));
  });

  it.each([
    ["no number", 'iispools_changes_total{host="web-01",verb="apply"} NaN'],
    ["a negative number", 'iispools_changes_total{host="web-01",verb="apply"} -5'],
    ["more than a number can count", 'iispools_changes_total{host="web-01",verb="apply"} 99999999999999999999'],
    ["no labels", "iispools_changes_total 5"],
    ["an open quote", 'iispools_changes_total{host="web-01} 5'],
    ["another label", 'iispools_changes_total{hosts="web-01"} 5'],
    ["another metric", 'iispools_changes_totals{host="web-01"} 5'],
  ])("start at 0 where the earlier file has %s", (_what, earlier) => {
    expect(writeMetrics(runOf("apply", documentOf(samples.apply), { earlier }))).toBe(
      writeMetrics(runOf("apply", documentOf(samples.apply))),
    );
  });

  it("are the same after one's own file was read, whatever the names are", () => {
    const hosts = awkwardNames.map((host) => ({
      ...{ host, ok: true as const },
      value: { ...(samples.apply.hosts[0] as { value: object }).value, host } as never,
    }));
    const run = runOf("apply", documentOf({ kind: "apply", hosts }));
    const first = writeMetrics(run);
    const nothing = runOf("apply", undefined, { earlier: first });
    expect(series(writeMetrics(nothing), "iispools_changes_total")).toEqual(series(first, "iispools_changes_total"));
    expect(new Set(series(first, "iispools_changes_total")).size).toBeGreaterThan(5);
  });

  it("have no value of a setting, no text of an error and no secret", () => {
    const text = runs.map((run) => writeMetrics(run)).join("\n");
    expect(text).not.toContain(canary);
    expect(text).not.toMatch(/appcmd|2000|no answer|CORP/);
  });

  it("have one series of two that have the same labels", () => {
    const hosts = [noDrift("a"), noDrift("a")].map((value) => ({ host: "a", ok: true as const, value }));
    const text = writeMetrics(runOf("drift", documentOf({ kind: "drift", hosts })));
    expect(new Set(seriesIn(text)).size).toBe(seriesIn(text).length);
  });

  it("have only metrics of the table, with its labels", () => {
    const labels = new Map<string, readonly string[]>(
      Object.values(metricFamilies).map((one) => [one.name, one.labels]),
    );
    const all = runs.flatMap((run) => seriesIn(writeMetrics(run)));
    for (const line of all) {
      const [, name = "", pairs = ""] = /^(\w+)\{(.*)\} \S+$/.exec(line) ?? [];
      expect([line, [...pairs.matchAll(/(?:^|",)(\w+)="/g)].map(([, label]) => label)]).toEqual([
        line,
        labels.get(name),
      ]);
    }
    expect([...new Set(all.map((line) => line.split("{")[0]!))].toSorted()).toEqual([...labels.keys()].toSorted());
  });

  it("can be replaced, and nothing else can", () => {
    for (const run of runs) expect(isMetrics(writeMetrics(run))).toBe(true);
    expect(["", "version: 1\n", "# HELP node_cpu x\n", "\ufeff# HELP iispools_build_info "].map(isMetrics)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
