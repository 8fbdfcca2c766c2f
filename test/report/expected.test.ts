import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { reportFormats, type ReportFormat } from "../../provider/report/write-report";
import { render } from "./render";
import { canary, emptyPlan, samples } from "./samples";

const kinds = Object.keys(samples) as (keyof typeof samples)[];
const endings: Readonly<Partial<Record<ReportFormat, string>>> = {
  text: "txt",
  json: "json",
  markdown: "md",
  junit: "junit.xml",
  sarif: "sarif.json",
};
const cases = kinds.flatMap((kind) =>
  Object.entries(endings).map(([format, ending]) => [kind, format as ReportFormat, `${kind}.${ending}`] as const),
);

/** Compares with a file beside this test; with UPDATE_EXPECTED=1 it is written instead, to be reviewed. */
function expectFile(name: string, text: string): void {
  const file = join(__dirname, "expected", name);
  if (process.env["UPDATE_EXPECTED"] === "1") writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
}

describe("a report of each kind", () => {
  it.each(cases)("%s as %s is as expected/%s", (kind, format, name) => {
    expectFile(name, render(samples[kind], format));
  });

  it("says of a plan without differences that there is nothing to change", () => {
    expectFile("plan-empty.txt", render(emptyPlan, "text"));
  });

  it("as HTML has what an ignore rule covers in none of the columns of values", () => {
    expect(render(samples.drift, "html")).toContain('<td colspan="2"><code>1000 -&gt; 5000</code></td>');
  });

  it.each(
    (["plan", "apply", "drift"] as const).flatMap((kind) => reportFormats.map((format) => [kind, format] as const)),
  )("%s as %s holds no secret", (kind, format) => {
    expect(render(samples[kind], format, { colour: true })).not.toContain(canary);
  });

  it.each(kinds)("%s as text says the same with colours, and has no trailing blanks", (kind) => {
    const plain = render(samples[kind], "text");
    const coloured = render(samples[kind], "text", { colour: true });
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(plain);
    expect(coloured).not.toBe(plain);
    expect(plain).not.toMatch(/[ \t]$/m);
  });
});
