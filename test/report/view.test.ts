import { describeNote, describeSettingValues } from "../../provider/report/view/sentences";
import { showHidden } from "../../provider/visible-text";
import { documentOf } from "../../provider/report/document/document";
import { viewDocument } from "../../provider/report/view/view";
import { describeTotals } from "../../provider/report/view/counts";
import type { Report } from "../../provider/report/report";
import type { View } from "../../provider/report/view/model";
import { findings, samples, webPlan } from "./samples";

function viewOf(report: Report): View {
  return viewDocument(documentOf(report));
}

describe("a view", () => {
  it("shows what destroys first: deletions, stops, then the rest by name", () => {
    const changes = [...webPlan.changes].reverse();
    const view = viewOf({
      kind: "plan",
      hosts: [{ host: "h", ok: true, value: { ...webPlan, changes } }],
      lint: [],
    });
    const entries = view.hosts[0]?.groups[0]?.entries ?? [];
    expect(entries.map(({ symbol, pool }) => `${symbol} ${pool}`)).toEqual([
      ...["- Legacy", "- Orphan", "~ Reports", "+ Api", "~ applicationPoolDefaults", "~ Shop"],
    ]);
  });

  it("puts a finding beside its pool, whatever the letter case, and only on its host; the others stand alone", () => {
    const view = viewOf(samples.plan);
    const beside = view.hosts[0]?.groups[0]?.entries.flatMap(({ pool, findings: own }) =>
      own.map(({ rule }) => `${pool} ${rule}`),
    );
    expect(beside).toEqual(["Api interval-drifts", "Shop reasons-not-logged"]);
    expect(view.findings).toEqual([findings[1]]);
    const elsewhere = findings.map((finding) => ({ ...finding, pool: "Shop", host: "web-09" }));
    expect(viewOf({ ...samples.plan, lint: elsewhere }).findings).toEqual(elsewhere);
  });

  it.each([
    [{ code: "many-pools", allow: "many" }, "needs --allow many: 6 of 8 pools would change"],
    [{ code: "many-pools" }, "needs --allow many: 6 of 8 pools would change"],
    [{ code: "later", allow: "new" }, "needs --allow new: 6 of 8 pools would change"],
  ])("says which --allow a risk needs, also of an earlier or later version: %j", (names, expected) => {
    const hint = "Read the plan";
    expect(describeNote({ kind: "risk", ...names, text: `6 of 8 pools would change. ${hint}`, hint })).toBe(expected);
  });

  it("counts all hosts together, also the failed ones", () => {
    expect(describeTotals(viewOf(samples.drift))).toBe(
      "1 pool changed, 3 settings in no file, 1 pool in no file, 1 unknown setting, 2 ignored on 1 of 2 hosts; 1 host could not be read, and nothing is known of it",
    );
  });
});

describe("the totals", () => {
  const good = (host: string, counts: object): object => ({
    ...{ host, ok: true, pools: 1, changes: [], notes: [], recycling: [], commands: [], counts },
  });

  it.each([
    ["one of several hosts", [{ update: 2 }, {}], "2 to update on 1 of 2 hosts"],
    ["all hosts", [{ update: 2 }, { create: 1 }], "1 to create, 2 to update on 2 hosts"],
    ["no host", [{}, {}], "nothing to change on 2 hosts"],
  ])("name how many hosts are affected: %s", (_what, counts, expected) => {
    const hosts = counts.map((one, index) => good(`web-${index}`, one));
    const view = viewDocument({ schema: "iispools.plan/1", hosts, findings: [], counts: {} } as never);
    expect(describeTotals(view)).toBe(expected);
  });

  const applied = (host: string, counts: object): object => ({
    ...{ host, ok: true, failed: [], applied: [], remaining: [], notes: [], counts },
  });
  const unread = (host: string): object => ({ host, ok: false, error: { code: "UNREACHABLE", message: "x" } });

  it.each([
    ["all hosts", [unread("a"), unread("b")], "2 hosts failed"],
    ["one host of one", [unread("a")], "1 host failed"],
    ["one of two", [unread("a"), applied("b", {})], "nothing to change on 1 of 2 hosts; 1 host failed"],
  ])("of an apply name the hosts that failed, and nothing of their pools: %s", (_what, hosts, expected) => {
    const view = viewDocument({ schema: "iispools.apply/1", hosts, counts: {} } as never);
    expect(describeTotals(view)).toBe(expected);
  });
});

describe("a line", () => {
  const start = "a".repeat(300);

  it.each([
    ["old -> new", { from: "1", to: "2" }, "1 -> 2"],
    ["what is new", { to: "2" }, "2"],
    ["what was found", { from: "1" }, "1"],
    ["a path alone", {}, ""],
    ["a long value cut", { to: "b".repeat(30) }, `${"b".repeat(20)}… (30 characters)`],
    [
      "where two long values differ",
      { from: `${start}x`, to: `${start}yz` },
      `…${"a".repeat(12)}x (301 characters) -> …${"a".repeat(12)}yz (302 characters)`,
    ],
    ["long values that differ at once", { from: start, to: "b" }, `${"a".repeat(20)}… (300 characters) -> b`],
  ])("shows %s", (_, line, expected) => {
    expect(describeSettingValues({ path: "x", ...line }, { longest: 20 })).toBe(expected);
  });
});

describe("showHidden", () => {
  it.each([
    ["a terminal's escape", "\u001b[31m", "\\u001b[31m"],
    ["a change of the reading direction", "a\u202eb", "a\\u202eb"],
    ["half a character", "\ud83d", "\\ud83d"],
    ["nothing of a whole one", "😀é", "😀é"],
  ])("spells out %s", (_, text, expected) => {
    expect(showHidden(text)).toBe(expected);
  });
});
