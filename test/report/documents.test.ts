import { Ajv, type ValidateFunction } from "ajv";
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { IisError } from "../../provider/errors";
import type { Report } from "../../provider/report/report";
import { type ReportFormat } from "../../provider/report/write-report";
import { render } from "./render";
import { parseXml } from "../../provider/xml/parse";
import { expectReport } from "./expect-report";
import { hostileNames, realisticPlan } from "./realistic-plan";
import { at, canary, findings, samples, updated, webPlan } from "./samples";
import { sarifSchema } from "./sarif-schema";

const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true });
const isSarif = ajv.compile(sarifSchema);

/** What version 0.1.0 wrote. */
const recorded = join(__dirname, "../fixtures/reports-0.1.0");

const noHost: Report = {
  kind: "drift",
  hosts: [
    { host: "web-01", ok: false, error: new IisError("NO_APPCMD", { host: "web-01", problem: "there is no appcmd" }) },
  ],
};
const reports: readonly (readonly [string, Report])[] = [
  ...Object.entries(samples),
  ["plan of 60 pools", realisticPlan()],
  ["drift of which no host answered", noHost],
];

function write(report: Report, format: ReportFormat): string {
  return render(report, format);
}

function expectValid(isValid: ValidateFunction, text: string): void {
  isValid(JSON.parse(text));
  expect(isValid.errors ?? []).toEqual([]);
}

interface Sarif {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly locations: readonly [{ readonly physicalLocation: unknown }];
        readonly partialFingerprints: unknown;
      }[];
    },
  ];
}

function sarifOf(report: Report): Sarif["runs"][0] {
  return (JSON.parse(write(report, "sarif")) as Sarif).runs[0];
}

/** A plan that changes one setting of one pool. */
function planOf(pool: string, line: number, value = 2000): Report {
  const change = updated(pool, line, { path: "queueLength", from: 1000, to: value });
  return {
    kind: "plan",
    hosts: [{ host: "web-01", ok: true, value: { ...webPlan, changes: [change], refusals: [], risks: [] } }],
    lint: findings.map((finding) => ({ ...finding, pool })),
  };
}

describe("json", () => {
  it.each(reports)("of a %s is what the schema describes", (_, report) => {
    expectReport(write(report, "json"));
  });

  it.each(readdirSync(recorded))("of 0.1.0, %s, is what the schema describes", (name) => {
    expectReport(readFileSync(join(recorded, name), "utf8"));
  });

  it("has names as they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (pool) => {
        const { hosts } = JSON.parse(write(planOf(pool, 1), "json")) as {
          hosts: [{ changes: [{ pool: string }] }];
        };
        expect(hosts[0].changes[0].pool).toBe(pool);
      }),
      { examples: [[" a\u001b\ud83d "]] },
    );
  });
});

describe("sarif", () => {
  it.each(reports)("of a %s has the structure of SARIF 2.1.0", (_, report) => {
    expectValid(isSarif, write(report, "sarif"));
    const { tool, results } = sarifOf(report);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    const prints = results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints));
    expect(new Set(prints).size).toBe(prints.length);
  });

  it("has a finding of several hosts once", () => {
    const [first] = samples.plan.hosts;
    const hosts = [first, { ...first, host: "web-09", value: { ...webPlan, host: "web-09" } }] as const;
    const { results } = sarifOf({ ...samples.plan, hosts });
    expect(results.filter(({ ruleId }) => ruleId === "lint/interval-drifts")).toHaveLength(1);
  });

  it("points at the line that declares the setting", () => {
    const { results } = sarifOf(planOf("Shop", 7));
    expect(results[0]).toMatchObject({
      ruleId: "differs/queueLength",
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: "pools/shop.yaml" }, region: { startLine: 8, startColumn: 7 } },
        },
      ],
    });
  });

  it("has fingerprints that neither a moved line, nor another value, nor the name's letter case changes", () => {
    const prints = (report: Report): unknown => sarifOf(report).results.map((one) => one.partialFingerprints);
    expect(prints(planOf("Shop", 70, 3000))).toEqual(prints(planOf("shop", 7)));
    expect(prints(planOf("Shop2", 7))).not.toEqual(prints(planOf("Shop", 7)));
  });

  it.each([
    ["pools/a b#1.yaml", "pools/a%20b%231.yaml"],
    [".\\pools\\x.yaml", "pools/x.yaml"],
    ["C:\\work\\x.yaml", "file:///C:/work/x.yaml"],
    ["/work/x.yaml", "file:///work/x.yaml"],
  ])("names the file %s as the URI %s", (file, uri) => {
    const faults = [{ path: "", message: "no", position: at(1, 1, file) }];
    const [result] = sarifOf({
      kind: "lint",
      checked: { files: 1, pools: 0, hosts: ["web-01"] },
      findings: [],
      faults,
    }).results;
    expect(result?.locations[0]).toMatchObject({ physicalLocation: { artifactLocation: { uri } } });
  });
});

describe("junit", () => {
  it.each(reports)("of a %s is XML whose counts are right", (_, report) => {
    const text = write(report, "junit");
    expect(() => parseXml(text)).not.toThrow();
    const sum = (name: string): number =>
      [...text.matchAll(new RegExp(` ${name}="(\\d+)"`, "g"))].reduce((total, [, count]) => total + Number(count), 0);
    const elements = (name: string): number => text.split(`<${name} `).length - 1;
    expect([sum("tests"), sum("failures"), sum("errors"), sum("skipped")]).toEqual(
      ["testcase", "failure", "error", "skipped"].map(elements),
    );
  });

  it("is XML whatever a pool is called", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (pool) => {
        expect(() => parseXml(write(planOf(pool, 1), "junit"))).not.toThrow();
      }),
    );
  });
});

describe("every format", () => {
  const formats = ["text", "markdown", "html", "junit"] as const;

  const acting = hostileNames.filter((name) => /<(img|svg|script)|[\u0000-\u001f]/.test(name));

  it.each(formats.flatMap((format) => acting.map((name) => [format, name] as const)))(
    "%s shows the name %j without letting it act",
    (format, name) => {
      const text = write(planOf(name, 1), format);
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      if (format !== "text") expect(text).not.toMatch(/<img|<svg onload|<script>alert|--><script/);
    },
  );

  it("masks a secret that arrives as a plain text at a secret's path", () => {
    const change = updated("Shop", 1, { path: "processModel.password", from: canary, to: canary });
    const report: Report = {
      kind: "plan",
      hosts: [{ host: "web-01", ok: true, value: { ...webPlan, changes: [change] } }],
      lint: [],
    };
    for (const format of [...formats, "json", "sarif"] as const) expect(write(report, format)).not.toContain(canary);
  });
});
