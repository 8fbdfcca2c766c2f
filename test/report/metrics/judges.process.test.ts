import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { writeMetrics } from "../../../provider/report/metrics/write-metrics";
import { folderOf } from "../../../tools/workspace/places.mts";
import { ifPrograms } from "../../monitoring/if-programs";
import { labelText } from "../../../provider/report/metrics/exposition";
import { awkwardNames, runs } from "./runs";

/** A series: its name, labels and value. */
type Series = readonly [name: string, labels: Readonly<Record<string, string>>, value: number];

const texts = runs.map(
  (run) => [`${run.verb} ${run.document?.schema ?? "without a document"}`, writeMetrics(run)] as const,
);

ifPrograms("what promtool says", ["promtool"], () => {
  it.each(texts)("of %s is nothing", (_what, text) => {
    const { status, stdout, stderr } = spawnSync("promtool", ["check", "metrics"], { input: text, encoding: "utf8" });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  it("of a metric against the conventions is something", () => {
    const input = texts[0]![1].replaceAll("iispools_last_run_success", "iispools_lastRunMilliseconds");
    expect(spawnSync("promtool", ["check", "metrics"], { input, encoding: "utf8" }).status).not.toBe(0);
  });
});

describe("another parser", () => {
  it.each(texts)("reads %s as OpenMetrics and as Prometheus' text with the same series", async (_what, text) => {
    const python = join(await folderOf("tools/python/find.mts", "metrics"), "bin", "python");
    const { status, stdout, stderr } = spawnSync(python, [join(__dirname, "parse.py")], {
      input: text,
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const { openmetrics, prometheus } = JSON.parse(stdout) as Record<"openmetrics" | "prometheus", readonly Series[]>;
    expect(openmetrics).toEqual(prometheus);
    const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    expect(openmetrics).toHaveLength(lines.length);
    const pools = new Set(openmetrics.map(([, { pool }]) => pool));
    if (lines.length > 100) expect(pools).toEqual(new Set(["", undefined, ...awkwardNames.map(labelText)]));
  });
});
