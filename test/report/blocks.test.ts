import { IisError } from "../../provider/errors";
import type { LintFinding } from "../../provider/lint/rule";
import type { HostPlan, HostResult, PlannedChange } from "../../provider/plan/results";
import { documentOf } from "../../provider/report/document/document";
import type { Report } from "../../provider/report/report";
import { blocksOf } from "../../provider/report/view/blocks";
import { listHosts } from "../../provider/report/view/list-hosts";
import { viewDocument } from "../../provider/report/view/view";
import { render } from "./render";
import { findings, updated, webPlan } from "./samples";

const names = Array.from({ length: 30 }, (_, index) => `web-${String(index + 1).padStart(2, "0")}`);
const schedule = "recycling.periodicRestart.schedule";

/** A plan of 30 hosts; `timeOf` is the time at which the pool recycles on each. */
function fleet(
  timeOf: (index: number) => string,
  change: (plan: HostPlan, index: number) => HostPlan = (plan) => plan,
  lint: readonly LintFinding[] = [],
): Extract<Report, { kind: "plan" }> {
  const hosts = names.map((host, index): HostResult<HostPlan> => {
    const changes = [updated("Shop", 4, { path: schedule, from: [], to: [timeOf(index)] })];
    const plan = {
      ...webPlan,
      host,
      changes,
      refusals: [],
      kept: [],
      risks: [],
      pools: 12 + (index % 2),
      commands: [`on ${host}`],
    };
    return { host, ok: true, value: change(plan, index) };
  });
  return { kind: "plan", hosts, lint };
}

/** The pool recycles together with another one, on that host or on all. */
function collisionOn(host?: string): LintFinding {
  const message = `recycles at 03:00:00 on ${host ?? "web-01"} like pool "Api"`;
  const finding = { ...findings[0]!, rule: "stagger-collision", pool: "Shop", path: schedule, message };
  return host === undefined ? finding : { ...finding, host };
}

function blocks(report: Report): string[][] {
  return blocksOf(viewDocument(documentOf(report)).hosts).map(({ hosts }) => [...hosts]);
}

function staggered(index: number): string {
  return `0${2 + Math.floor(index / 12)}:${String((index % 12) * 5).padStart(2, "0")}:00`;
}

describe("hosts of which a report says the same", () => {
  const same = fleet(() => "03:00:00");
  const oneDiffers = fleet((index) => (index === 29 ? "04:00:00" : "03:00:00"));

  it("are one block, whatever the number of their pools", () => {
    expect(blocks(same)).toEqual([names]);
    expect(render(same, "text")).toContain(
      "web-01 … web-30 (30 hosts, the same on each)  12 to 13 pools, 1 to update\n",
    );
  });

  it("are apart from the one that differs", () => {
    expect(blocks(oneDiffers)).toEqual([names.slice(0, 29), ["web-30"]]);
    expect(render(oneDiffers, "text")).toMatch(/^Host .*\nweb-01 … web-29 \(29\) .*\nweb-30 /);
  });

  it("are apart if a note or an error differs, not if it only names its host", () => {
    const refusal = (host: string, problem: string): IisError =>
      new IisError("POOL_IN_USE", { host, pool: "Old", problem });
    const noted = fleet(
      () => "03:00:00",
      (plan, index) => ({ ...plan, refusals: [refusal(plan.host, index === 3 ? "is used by B" : "is used by A")] }),
    );
    expect(blocks(noted)).toEqual([names.filter((name) => name !== "web-04"), ["web-04"]]);
    expect(render(noted, "text")).toContain('refused (POOL_IN_USE): pool "Old": is used by A\n');
    const failed: Report = {
      ...{ kind: "plan", lint: [] },
      hosts: names.map((host) => ({
        host,
        ok: false,
        error: new IisError("UNREACHABLE", { host, problem: "no answer" }),
      })),
    };
    expect(blocks(failed)).toEqual([names]);
    expect(render(failed, "text")).toContain("0 of 30 hosts could be read; nothing is known of them\n");
  });

  it.each(["text", "markdown", "html"] as const)("have every value that differs by host, as %s", (format) => {
    const report = render(fleet(staggered), format);
    expect(blocks(fleet(staggered))).toEqual([names]);
    if (format === "text") {
      expect(report).toContain("(none) -> 02:00 on web-01 … 04:25 on web-30 (30 different values)");
    } else {
      for (const [index, name] of names.entries()) {
        expect(report).toContain(name);
        expect(report).toContain(staggered(index).slice(0, 5));
      }
    }
  });

  it.each(["text", "markdown", "html"] as const)("are one with what lint finds on some of them, as %s", (format) => {
    const odd = ["web-03", "web-09", "web-10", "web-11"];
    const report = render(fleet(staggered, undefined, odd.map(collisionOn)), format);
    expect(report.match(/stagger-collision/g)).toHaveLength(1);
    expect(report).toContain("on web-03, web-09 … web-11 (4 hosts), for example: recycles at 03");
    const everywhere = names.map((host) => ({ ...collisionOn(host), message: "recycles at 03:00:00" }));
    expect(render(fleet(staggered, undefined, everywhere), format)).not.toContain("(30 hosts)");
  });

  it("have what every change does to worker processes once, and each finding once", () => {
    const report = (impact: PlannedChange["impact"]): string => {
      const change = (plan: HostPlan): HostPlan => ({
        ...plan,
        changes: [
          updated("Shop", 4, { path: schedule, from: [], to: [plan.host < "web-21" ? "03:00:00" : "04:00:00"] }),
          { ...updated("Api", 6, { path: "queueLength", from: 1000, to: 2000 }), impact },
        ],
      });
      return render(fleet(staggered, change, [collisionOn()]), "text");
    };
    const same = report({ kind: "recycles now, overlapped", loses: [] });
    expect(same.match(/^ {2}each pool recycles now, overlapped$/gm)).toHaveLength(2);
    expect(same).not.toMatch(/^ {6}recycles now/m);
    expect(same.match(/stagger-collision/g)).toHaveLength(1);
    const different = report({ kind: "on next start", loses: [] });
    expect(different.match(/^ {6}recycles now, overlapped$/gm)).toHaveLength(2);
    expect(different.match(/^ {6}takes effect when/gm)).toHaveLength(2);
  });

  it("have alike pools as one in text, and others for themselves", () => {
    const pools = ["Api", "Images", "Search", "Shop"];
    const report = (hosts: number, differs: string): string => {
      const change = (plan: HostPlan, index: number): HostPlan => ({
        ...plan,
        changes: [
          ...pools.map((pool, at) => ({
            ...updated(pool, 4, { path: schedule, from: [], to: [staggered(index + at)] }),
            positions: { [schedule]: { file: "pools.yaml", line: 5, column: 7 } },
          })),
          updated(differs, 9, { path: "queueLength", from: 1000, to: 2000 }),
        ],
      });
      const all = fleet(
        () => "",
        change,
        pools.map((pool) => ({ ...collisionOn(), pool })),
      );
      return render({ ...all, hosts: all.hosts.slice(0, hosts) }, "text");
    };
    const many = report(30, "Legacy");
    expect(many).toMatch(/^ {2}~ 4 pools \(Api, Images, Search, Shop\) {2}update$/m);
    expect(many).toContain("(none) -> 02:00 … 04:40 (33 values, by pool and host)  pools.yaml:5:7");
    expect(many).toMatch(/^ {2}~ Legacy {2}update/m);
    expect(many.match(/stagger-collision/g)).toHaveLength(1);
    expect(many).toContain("for Api, Images, Search, Shop; Api: recycles at");
    const sizes = [900, 1000, 2000, 12_000];
    const growing = fleet(
      () => "",
      (plan, index) => ({
        ...plan,
        changes: pools.map((pool, at) => ({
          ...updated(pool, 4, { path: "queueLength", from: sizes[at]!, to: (index + 1) * 100 }),
          positions: {},
        })),
      }),
    );
    expect(render(growing, "text")).toContain(
      "900 … 12000 (4 values, by pool and host) -> 100 … 3000 (30 values, by pool and host)",
    );
    // On one host each time is a value of its own.
    expect(report(1, "Legacy")).toMatch(/^ {2}~ Images {2}update/m);
  });

  it.each([
    ["all pools of a change of the defaults", [], { pools: 12, recycles: 11 }, "up to 11"],
    ["pools that change themselves too", ["Shop", "Api"], { pools: 12, recycles: 12 }, "up to 13"],
    ["the pools that inherit, of a plan of an earlier version", [], { pools: 4 }, "up to 4"],
    ["pools that change themselves", ["Shop", "Api"], undefined, "2"],
  ])("count what recycles by pools, not by entries: %s", (_, own, counts, expected) => {
    const change = (plan: HostPlan): HostPlan => ({
      ...plan,
      changes: [
        ...own.map((pool) => updated(pool, 4, { path: "queueLength", from: 1000, to: 2000 })),
        ...(counts === undefined
          ? []
          : [
              {
                ...updated("", 9, { path: "queueLength", from: 1000, to: 2000 }),
                change: { kind: "update", target: "applicationPoolDefaults", settings: [] } as const,
                impact: { kind: "recycles now, overlapped", loses: ["caches"], ...counts } as const,
              },
            ]),
      ],
    });
    const report = fleet(
      () => "",
      (plan, index) => (index === 0 ? { ...plan, changes: [], risks: [] } : change(plan)),
    );
    for (const format of ["text", "markdown", "html"] as const) {
      expect(render(report, format)).toMatch(new RegExp(`Recycle now[^]*?\\b${expected}(?: |<|\n)`));
    }
  });

  it("fit one screen and one comment, also with staggered schedules", () => {
    for (const report of [same, oneDiffers, fleet(staggered)]) {
      expect(render(report, "text").split("\n").length).toBeLessThanOrEqual(40);
      expect(render(report, "markdown")).not.toContain("Cut");
    }
  });

  it("stay single in formats for programs", () => {
    expect(JSON.parse(render(same, "json"))).toMatchObject({ hosts: names.map((host) => ({ host })) });
    expect(render(same, "junit").match(/<testsuite /g)).toHaveLength(30);
  });
});

describe("a list of hosts", () => {
  it.each([
    ["a run", ["web-01", "web-02", "web-03"], "web-01 … web-03"],
    ["two", ["web-01", "web-02"], "web-01, web-02"],
    ["one that is apart", ["web-01", "web-02", "web-03", "web-05"], "web-01 … web-03, web-05"],
    ["every second", ["web-01", "web-03", "web-05"], "web-01, web-03, web-05"],
  ])("shortens %s to what is true", (_, hosts, expected) => {
    expect(listHosts(hosts, names)).toBe(expected);
  });
});
