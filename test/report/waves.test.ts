import { IisError } from "../../provider/errors";
import type { Report } from "../../provider/report/report";
import { type ReportFormat } from "../../provider/report/write-report";
import { render } from "./render";
import { expectReport } from "./expect-report";

const nothing = { applied: [], failed: [], remaining: [], warnings: [] };
const report: Extract<Report, { kind: "apply" }> = {
  kind: "apply",
  hosts: ["a", "b", "c"].map((host) => ({ host, ok: true, value: { host, ...nothing } })),
  waves: [
    {
      ...{ name: "canary:1", hosts: ["a"], outcome: "passed", problems: [] },
      answers: [{ host: "a", url: "http://a/<b>", ok: true, status: 200, ms: 12 }],
    },
    {
      ...{ name: "50%", hosts: ["b"], outcome: "failed" },
      problems: [
        new IisError("POOL_STOPPED", { host: "b", pool: "Shop", problem: "is Stopped, though it ran before" }),
      ],
      answers: [{ host: "b", url: "http://b/", ok: false, ms: 3, problem: "refused" }],
    },
    { name: "100%", hosts: ["c"], outcome: "not begun", problems: [], answers: [] },
  ],
};

const write = (format: ReportFormat): string => render(report, format);

it("text tells each wave, its problems and its answers", () => {
  expect(write("text")).toContain(`wave 1 (canary:1) passed: a
  a http://a/<b> 200 in 12 ms
wave 2 (50%) failed: b
  POOL_STOPPED: b: pool "Shop": is Stopped, though it ran before
  b http://b/ no response in 3 ms
wave 3 (100%) not begun: c
`);
});

it("json has them as the schema describes them", () => {
  const document = JSON.parse(write("json")) as { waves: { outcome: string }[] };
  expectReport(write("json"));
  expect(document.waves.map(({ outcome }) => outcome)).toEqual(["passed", "failed", "not begun"]);
});

it("markdown lists them before the hosts", () => {
  const text = write("markdown");
  expect(text).toMatch(
    /#### Waves\n\n- ✅ wave 1 .*\n {2}- .*a http:<wbr>\/\/a\/&lt;b> 200 in 12 ms.*\n- ❌ wave 2 .*\n {2}- \*\*POOL_STOPPED\*\* /,
  );
  expect(text.indexOf("#### Waves")).toBeLessThan(text.indexOf("<details"));
});

it("html lists them, escaped", () => {
  expect(write("html")).toContain("<li>a http://a/&lt;b&gt; 200 in 12 ms</li>");
  expect(write("html")).toContain("<h2>Waves</h2>");
});

it("sarif has their problems as notifications, each with its parts", () => {
  const { runs } = JSON.parse(write("sarif")) as { runs: [{ invocations: [{ executionSuccessful: boolean }] }] };
  expect(runs[0].invocations[0]).toMatchObject({
    executionSuccessful: false,
    toolExecutionNotifications: [
      { descriptor: { id: "POOL_STOPPED" }, properties: { code: "POOL_STOPPED", host: "b", pool: "Shop" } },
    ],
  });
});

it("junit has a case a wave, which is an error where its health check failed", () => {
  expect(write("junit")).toContain(`  <testsuite name="waves" tests="3" failures="0" errors="1" skipped="0">
    <testcase name="canary:1" classname="waves"/>
    <testcase name="50%: b: pool &quot;Shop&quot;: is Stopped, though it ran before" classname="waves">
      <error message="b: pool &quot;Shop&quot;: is Stopped, though it ran before" type="POOL_STOPPED">host: b
pool: Shop</error>
    </testcase>
    <testcase name="100%" classname="waves"/>
`);
});

it("an apply without waves says nothing of any", () => {
  const plain: Report = { kind: "apply", hosts: report.hosts };
  expect(render(plain, "json")).not.toContain("waves");
  expect(render(plain, "html")).not.toContain("Waves");
});
