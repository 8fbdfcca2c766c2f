import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { metricFamilies } from "../../provider/report/metrics/families";
import { repository } from "../../tools/workspace/places.mts";
import { dashboardPanels } from "./dashboard";
import { ifPrograms } from "./if-programs";

const folder = join(repository, "examples/monitoring");

ifPrograms("promtool accepts", ["promtool"], () => {
  it.each([
    ["the rules", "check", "rules", "alerts.yml"],
    ["their tests", "test", "rules", "alerts.test.yml"],
    ["the configuration", "check", "config", "prometheus.yml"],
  ])("%s of examples/monitoring", (_what, ...args) => {
    const { status, stdout, stderr } = spawnSync("promtool", args, { cwd: folder, encoding: "utf8" });
    expect([status, stdout + stderr]).toEqual([0, expect.stringContaining("SUCCESS") as string]);
  });
});

it("the rules, their tests and the dashboard have only metrics that exist, and every one except what never changes", () => {
  const names = Object.values(metricFamilies).map(({ name }) => name);
  const namesIn = (text: string): string[] => [...new Set(text.match(/\biispools_\w+/g))];
  const read = (file: string): string => readFileSync(join(folder, file), "utf8");
  const queries = dashboardPanels().map(({ expr }) => expr);
  for (const text of [read("alerts.yml"), read("alerts.test.yml"), ...queries])
    expect(names).toEqual(expect.arrayContaining(namesIn(text)));
  expect(namesIn([read("alerts.yml"), ...queries].join("\n")).toSorted()).toEqual(
    names.filter((name) => name !== metricFamilies.driftIgnored.name).toSorted(),
  );
});

it("every alert of the rules has a test in which it fires", () => {
  const read = (file: string): string => readFileSync(join(folder, file), "utf8");
  const alerts = [...read("alerts.yml").matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
  const fired = [...read("alerts.test.yml").matchAll(/alertname: (\w+)\n\s+exp_alerts:\n/g)].map(([, name]) => name);
  expect([...new Set(fired)].toSorted()).toEqual(alerts.toSorted());
});

it("the panels of the dashboard have ids of their own, and none covers another", () => {
  const panels = dashboardPanels();
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
});
