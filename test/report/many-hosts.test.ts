import { IisError } from "../../provider/errors";
import type { HostDrift } from "../../provider/plan/drift/drift";
import type { PlannedChange } from "../../provider/plan/results";
import type { Report } from "../../provider/report/report";
import { render } from "./render";
import { findings, samples, updated } from "./samples";

const names = Array.from({ length: 30 }, (_, index) => `web-${String(index + 1).padStart(2, "0")}`);
const people = ["text", "markdown", "html"] as const;

describe("hosts that cannot be read", () => {
  const failing = (problemOf: (address: string, index: number) => string): Report => ({
    ...{ kind: "plan", lint: [] },
    hosts: names.map((host, index) => {
      const address = `10.0.0.${index + 1}`;
      const error = new IisError("UNREACHABLE", { host: address, problem: problemOf(address, index) });
      return { host, ok: false, error: error.at({ host }) };
    }),
  });

  it.each(people)("for one reason at different addresses are said once, as %s", (format) => {
    const report = render(
      failing((address) => `no answer from ${address}:22`),
      format,
    ).replaceAll(/&#8203;|<wbr>/g, "");
    expect(report).toContain("10.0.0.1 … 10.0.0.30 (30 addresses), for example: no answer from 10.0.0.1:22");
    expect(report.match(/no answer/g)).toHaveLength(1);
  });

  it("for different reasons stay apart", () => {
    const report = render(
      failing((_, index) => (index < 20 ? "no answer" : "no such name")),
      "text",
    );
    expect(report).toMatch(/^web-01 … web-20 .*10\.0\.0\.20 \(20 addresses\), for example: no answer$/m);
    expect(report).toMatch(/^web-21 … web-30 .*no such name$/m);
  });

  it("stay single in formats for programs", () => {
    const report = failing(() => "no answer");
    expect(render(report, "junit").match(/<error /g)).toHaveLength(30);
    expect(render(report, "sarif").match(/: no answer/g)).toHaveLength(30);
  });
});

describe("lint findings of many hosts", () => {
  const found = (hosts: readonly string[]): Report => ({
    ...{ kind: "lint", faults: [], checked: { files: 0, pools: 30, hosts: names } },
    findings: hosts.map((host) => ({ ...findings[1]!, host })),
  });

  it.each(people)("are one with the names of its hosts, as %s", (format) => {
    const report = render(found(names), format);
    expect(report.match(/LocalSystem may do/g)).toHaveLength(1);
    expect(report).toContain("web-01 … web-30 (30 hosts)");
    expect(render(found(["web-01", "web-09"]), format)).toContain("web-01, web-09");
  });

  it("can be filtered by each host in HTML", () => {
    const report = render(found(["web-01", "web-09"]), "html");
    expect(report).toContain('data-host="[&quot;web-01&quot;,&quot;web-09&quot;]"');
    expect(report).toContain('<option value="web-30">');
  });

  it("stay single in formats for programs", () => {
    expect(render(found(names), "junit").match(/<failure /g)).toHaveLength(30);
    expect(render(found(names), "sarif").match(/"ruleId": "lint/g)).toHaveLength(30);
  });
});

describe("the drift of many hosts", () => {
  const pools = ["Api", "Images", "Search", "Shop"];
  const drifted = (declared: readonly PlannedChange[]): Report => ({
    kind: "drift",
    hosts: names.map((host) => {
      const { value } = samples.drift.hosts[0];
      const none = { undeclared: [], unknownPools: [], unknownSettings: [], suppressed: [], unusedRules: [] };
      const drift: HostDrift = { ...value, ...none, host, declared };
      return { host, ok: true, value: drift };
    }),
  });
  const changes = pools.map((pool) => ({
    ...updated(pool, 4, { path: "queueLength", from: 1000, to: 2000 }),
    positions: {},
  }));

  it("has alike pools once, with what repairing does to each", () => {
    const stopped: PlannedChange = {
      ...updated("Legacy", 9, { path: "autoStart", from: true, to: false }),
      impact: { kind: "none", loses: [] },
    };
    const report = render(drifted([...changes, stopped]), "text");
    expect(report).toContain("  4 pools (Api, Images, Search, Shop): changed\n");
    expect(report.match(/ {6}each pool: repairing would recycle it\n/g)).toHaveLength(1);
    expect(render(drifted(changes), "text")).toContain("\n  each pool: repairing would recycle it\n");
    expect(report.split("\n").length).toBeLessThan(20);
  });

  it.each(["text", "markdown", "html", "junit", "sarif"] as const)(
    "says of the defaults which pools repairing recycles, as %s",
    (format) => {
      const reason = "3 of 4 pools inherit the changed settings, 2 of them recycle";
      const defaults: PlannedChange = {
        change: {
          ...{ kind: "update", target: "applicationPoolDefaults" },
          settings: [{ path: "queueLength", from: 1000, to: 2000 }],
        },
        ...{ reason: "declared", positions: {} },
        impact: { kind: "recycles now, overlapped", loses: ["caches"], pools: 3, recycles: 2, reason },
      };
      expect(render(drifted([defaults]), format)).toContain(`repairing would recycle pools: ${reason}`);
    },
  );

  it.each(["junit", "sarif"] as const)("says what is, not what a plan would do, as %s", (format) => {
    const missing: PlannedChange = {
      change: { kind: "create", target: { pool: "New" }, settings: [{ path: "queueLength", from: undefined, to: 5 }] },
      ...{ reason: "declared", positions: {}, impact: { kind: "none", loses: [] } },
    };
    const report = render(drifted([missing, ...changes]), format);
    expect(report).toContain("MISSING on web-01");
    expect(report).toContain("queueLength is 1000, file says 2000");
    expect(report).not.toMatch(/message="(?:create|update)|-(?:&gt;|>) |: (?:create|update)"|queueLength 5/);
  });
});

it("alike pools that fail alike are one, without the name of one of them", () => {
  const [host] = samples.apply.hosts;
  const failed = ["Api", "Images", "Search"].map((pool) => ({
    change: { ...updated(pool, 4, { path: "queueLength", from: 1000, to: 2000 }), positions: {} },
    error: new IisError("APPCMD_FAILED", { host: "web-01", pool, problem: "Access is denied" }),
  }));
  const report = render({ kind: "apply", hosts: [{ ...host, value: { ...host.value, failed } }] }, "text");
  expect(report).toContain("3 pools (Api, Images, Search)  update\n");
  expect(report.match(/APPCMD_FAILED: Access is denied\n/g)).toHaveLength(1);
});
