import { documentOf } from "../../provider/report/document/document";
import { mergeReports } from "../../provider/report/merge-reports";
import { readReport } from "../../provider/report/read-report";
import type { ReportDocument } from "../../provider/report/schema/change-reports";
import type { Made } from "../../provider/report/schema/parts";
import { reportFormats, writeReport } from "../../provider/report/write-report";
import { realisticPlan } from "./realistic-plan";
import { samples } from "./samples";

const made: Made = {
  ...{ at: "2026-11-30T20:00:00.000Z", version: "0.5.0", files: ["pools/shop.yaml"], commit: "0123456789abcdef" },
  fileUrl: "https://github.com/shop/pools/blob/0123456789abcdef/{file}#L{line}",
};
const reports = { ...samples, fleet: realisticPlan() };
const kinds = Object.keys(reports) as (keyof typeof reports)[];

function stored(document: ReportDocument): ReportDocument {
  const read = readReport(JSON.stringify(document));
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.document;
}

describe("a stored report", () => {
  it.each(kinds.flatMap((kind) => reportFormats.map((format) => [kind, format] as const)))(
    "of %s gives the same bytes as at once, as %s",
    (kind, format) => {
      for (const colour of [false, true]) {
        const document = documentOf(reports[kind], made);
        expect(writeReport(stored(document), format, { colour })).toBe(writeReport(document, format, { colour }));
      }
    },
  );

  it("may have members of a later version, which are left out", () => {
    const now = documentOf(samples.plan);
    const later = JSON.stringify({ ...now, news: 1 }).replace('"ok":true', '"ok":true,"more":{}');
    expect(readReport(later)).toEqual({ ok: true, document: now });
  });

  it.each([
    ["no JSON", "{", "is not a report: it is not a JSON object"],
    [
      "another document",
      '{"schema":"iispools.recycle/1"}',
      "is not a report of plan, apply, drift, lint, validate or compare",
    ],
    ["a saved plan", '{"schema":"iispools.saved-plan/1"}', "is a saved plan, which iispools apply reads"],
    [
      "a name of every object",
      '{"schema":"toString"}',
      "is not a report of plan, apply, drift, lint, validate or compare",
    ],
  ])("is refused if it is %s", (_, text, problem) => {
    expect(readReport(text)).toMatchObject({
      ok: false,
      faults: [{ path: "", message: expect.stringContaining(problem) }],
    });
  });

  it("is refused with every fault and its place", () => {
    const broken = JSON.stringify(documentOf(samples.drift))
      .replace('"pools":6', '"pools":-6')
      .replace('"hosts":2', '"hosts":"2"');
    expect(readReport(broken)).toMatchObject({
      ok: false,
      faults: [{ path: "hosts[0].pools" }, { path: "counts.hosts" }],
    });
  });
});

describe("reports made one", () => {
  const plan = documentOf(samples.plan, made);
  const elsewhere = JSON.parse(JSON.stringify(plan).replaceAll("web-0", "east-0")) as ReportDocument;

  it("have the hosts of both, the sums, and what is of no host once", () => {
    const merged = mergeReports([
      { file: "a.json", document: plan },
      {
        file: "b.json",
        document: { ...elsewhere, made: { ...made, at: "2026-11-30T21:00:00.000Z", files: ["b.yaml"] } },
      },
    ]);
    expect(merged).toMatchObject({
      ok: true,
      document: {
        made: { ...made, at: "2026-11-30T21:00:00.000Z", files: ["pools/shop.yaml", "b.yaml"] },
        counts: { hosts: 6, failedHosts: 2, delete: 4, create: 2, update: 6 },
      },
    });
    if (merged.ok) expect(stored(merged.document)).toEqual(merged.document);
  });

  const lint = documentOf(samples.lint, { ...made, files: ["a.yaml", "b.yaml"] });
  const lintOf = (files: string[], hosts: string[]): ReportDocument =>
    documentOf(
      { ...samples.lint, checked: { files: files.length, pools: 4, hosts } },
      { ...made, files: files.length === 0 ? ["hosts.yaml"] : files },
    );
  const checkedOf = (a: ReportDocument, b: ReportDocument): unknown => {
    const merged = mergeReports([a, b].map((document, index) => ({ file: `${index}.json`, document })));
    return merged.ok && "checked" in merged.document ? merged.document.checked : undefined;
  };
  const [two, three] = [
    ["web-01", "web-02"],
    ["web-01", "web-02", "web-03"],
  ];

  it.each([
    ["the same files", ["b.yaml", "a.yaml"], two, { files: 2, pools: 4, hosts: 2, hostNames: two }],
    ["other files, hosts of both", ["c.yaml"], ["WEB-02", "web-03"], { files: 3, pools: 8, hosts: 3 }],
    ["other files and hosts", ["c.yaml"], ["web-04"], { files: 3, pools: 8, hosts: 3 }],
    ["hosts, after files", [], ["web-02", "web-03"], { files: 2, pools: 8, hosts: 3 }],
  ])("count each file and host that was checked once: %s", (_, files, hosts, checked) => {
    expect(checkedOf(lint, lintOf(files, hosts))).toMatchObject(checked);
  });

  it("have no number of what was checked if a part of it was checked twice", () => {
    expect(checkedOf(lint, lintOf(["b.yaml", "c.yaml"], two))).toBeUndefined();
    expect(checkedOf(lintOf([], two), lintOf([], ["web-02", "web-03"]))).toBeUndefined();
    expect(checkedOf(lintOf([], two), lintOf([], three))).toMatchObject({ hosts: 3 });
    const earlier = JSON.parse(
      JSON.stringify(lintOf([], two), (name, value: unknown) => (name === "hostNames" ? undefined : value)),
    ) as ReportDocument;
    expect(checkedOf(earlier, lintOf([], ["web-04"]))).toBeUndefined();
  });

  it("count each lint finding of plans once, beside a pool or not", () => {
    const merged = mergeReports([plan, elsewhere].map((document, index) => ({ file: `${index}.json`, document })));
    // The warning has no host; the two others name theirs.
    expect(plan.counts).toMatchObject({ errors: 1, warnings: 1, infos: 1 });
    expect(merged).toMatchObject({ document: { counts: { errors: 2, warnings: 1, infos: 2 } } });
  });

  it("read each finding a few times only, however many there are", () => {
    const [first] = "findings" in lint ? lint.findings : [];
    let reads = 0;
    const counted = (pool: number): typeof first & object => ({
      ...first!,
      pool: `pool-${pool}`,
      get rule() {
        reads += 1;
        return "a-rule";
      },
    });
    const all = [...Array(200).keys()];
    const lintWith = (pools: number[]): ReportDocument => ({ ...lint, findings: pools.map(counted) }) as ReportDocument;
    const merged = mergeReports([
      { file: "a.json", document: lintWith(all) },
      { file: "b.json", document: lintWith(all.map((pool) => pool + 100)) },
    ]);
    expect(merged).toMatchObject({ document: { findings: { length: 300 } } });
    expect(reads).toBeLessThan(10 * all.length);
  });

  it("are refused with the same host twice, and of two kinds", () => {
    expect(
      mergeReports([
        { file: "a.json", document: plan },
        { file: "b.json", document: plan },
      ]),
    ).toMatchObject({
      ok: false,
      faults: ["web-01", "web-02", "web-03"].map((host) => ({
        message: expect.stringContaining(`${host}, which is in a.json too`),
      })),
    });
    const compare = documentOf(samples.compare);
    expect(mergeReports([{ file: "a.json", document: compare }])).toMatchObject({
      ok: false,
      faults: [{ path: "a.json", message: "is a comparison of two servers; reports of that kind are not merged" }],
    });
    const drift = documentOf(samples.drift);
    expect(
      mergeReports([
        { file: "a.json", document: documentOf(samples.lint) },
        { file: "b.json", document: drift },
      ]),
    ).toMatchObject({
      ok: false,
      faults: [{ path: "b.json", message: expect.stringContaining("merge reports of one kind") }],
    });
  });
});
