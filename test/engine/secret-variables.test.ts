import { inspect } from "node:util";
import {
  applyRequests,
  desiredOf,
  describeChange,
  HostSession,
  inspectHost,
  type PoolChange,
  type Request,
} from "../../provider/engine";
import { planCommands } from "../../provider/engine/prepare";
import { diffDesired } from "../../provider/plan/change/diff";
import type { HostDrift } from "../../provider/plan/drift/drift";
import { findDrift } from "../../provider/plan/drift/find-drift";
import { sameChange } from "../../provider/plan/change/predict-change";
import { diffResource } from "../../provider/pulumi/core/diff";
import { type ReportFormat, reportFormats } from "../../provider/report/write-report";
import { render } from "../report/render";
import { liveHost } from "../plan/live";
import { type OfflineHost, offlineHost } from "./offline-host";

const canary = "c4naryVariable";
const path = "environmentVariables";
const before = { DB: `${canary}-old`, GO: `${canary}-go`, KEEP: `${canary}-keep` };
const after = { DB: `${canary}'s 100%`, KEEP: `${canary}-keep`, NEW: `${canary}-new` };
const line = `${path} DB=[secret], GO=[secret], KEEP=[secret] -> DB=[changed], KEEP=[secret], NEW=[secret]`;

let host: OfflineHost;

beforeEach(() => {
  host = offlineHost();
});

afterEach(() => {
  host.dispose();
});

const ensure = (variables: Readonly<Record<string, string>>, pool = "Shop"): Request => ({
  kind: "ensure",
  desired: desiredOf({ pool }, { settings: { [path]: variables } }),
});

/** Applies it, and answers everything that is told of a failure. */
async function failureOf(request: Request): Promise<string> {
  const [outcome] = await applyRequests(host.transport, [request]);
  if (outcome?.ok !== false) throw new Error("it was to fail");
  return `${outcome.error.code} ${outcome.error.message} ${inspect(outcome, { depth: 20 })}`;
}

describe("the values of variables", () => {
  const change = diffDesired(
    desiredOf({ pool: "Shop" }, { settings: { [path]: after } }),
    liveHost({ Shop: { [path]: before } }),
  )!;

  it("are hidden where a change is told, and one that is to be another one is seen", () => {
    expect(describeChange(change)).toEqual([line]);
  });

  it("are hidden in the commands of a plan", () => {
    expect(planCommands([change], 8000)[0]).toMatch(
      /\[name='DB'\]\.value:\[secret\] \S+\[name='NEW',value='\[secret\]'\] \/commit:apphost$/,
    );
  });

  it("are hidden where a command would be too long", () => {
    expect(() => planCommands([change], 200)).toThrow(`Shop: ${path} = DB=[secret], KEEP=[secret], NEW=[secret]: its`);
  });

  it("are hidden in what drifted, was suppressed or is in no file", () => {
    const position = { file: "pools.yaml", line: 1, column: 1 };
    const rules = [{ path, reason: "theirs", hosts: ["a"], position }];
    const live = liveHost({ Shop: { [path]: before } }, { explicit: { Shop: { [path]: before } } });
    const wanted = (settings: object, ignore: typeof rules = []): Parameters<typeof findDrift>[0] => ({
      ...{ host: "a", desired: [desiredOf({ pool: "Shop" }, { settings: { ...settings } })], absent: [] },
      ...{ ignore, declarations: new Map() },
    });
    const reported = (value: HostDrift, format: ReportFormat): string =>
      render({ kind: "drift", hosts: [{ host: "a", ok: true, value }] }, format);
    const drifts = [findDrift(wanted({}), live), findDrift(wanted({ [path]: after }, rules), live)];
    for (const format of reportFormats) {
      for (const drift of drifts) expect(reported(drift, format)).not.toContain(canary);
    }
    const [undeclared = "", suppressed = ""] = drifts.map((drift) => reported(drift, "text").replace(/ {2,}/g, " "));
    expect(undeclared).toContain(`${path} DB=[secret], GO=[secret], KEEP=[secret]\n`);
    expect(suppressed).toContain(line);
  });

  it("are compared as they are where a plan is looked at again", () => {
    const other: PoolChange = {
      ...{ kind: "update", target: { pool: "Shop" } },
      settings: [{ path, from: before, to: { ...after, DB: `${canary}-third` } }],
    };
    expect([sameChange(change, change), sameChange(change, other)]).toEqual([true, false]);
  });

  it("are written as they are, and read back", async () => {
    await applyRequests(host.transport, [ensure(before)]);
    expect(await applyRequests(host.transport, [ensure(after)])).toMatchObject([
      { ok: true, change: { kind: "update" } },
    ]);
    const live = await inspectHost(host.transport);
    expect(live.pools.get("shop")?.settings[path]).toEqual(after);
    expect(await applyRequests(host.transport, [ensure(after)])).toMatchObject([{ ok: true, change: undefined }]);
  });

  it("are hidden in what a preview says beside the resource", async () => {
    await applyRequests(host.transport, [ensure(before)]);
    const inputs = { name: "Shop", connection: { configFile: host.configFile }, [path]: after };
    const { changes, differences } = await diffResource("pool", inputs, inputs);
    const said = line.replace(`${path} `, `${path} is `).replace(" -> ", ", program says ");
    expect({ changes, differences }).toEqual({ changes: true, differences: [said] });
  });

  it("are hidden where nothing may be written", async () => {
    await applyRequests(host.transport, [ensure(before)]);
    const outcome = await new HostSession(host.transport, { quietMs: 1, readOnly: true }).submit(ensure(after));
    expect(outcome).toMatchObject({ ok: false, error: { code: "READ_ONLY" } });
    expect(!outcome.ok && outcome.error.message).toContain(line);
    expect(inspect(outcome, { depth: 20 })).not.toContain(canary);
  });

  it("are hidden where they are lost, and what is not as declared is named", async () => {
    await applyRequests(host.transport, [ensure(before)]);
    process.env["APPCMD_EMULATOR_FAULT"] = `drop:${path}`;
    const told = await failureOf(ensure(after));
    expect(told).toMatch(/^VERIFY_FAILED /);
    expect(told).toContain(line);
    expect(told).not.toContain(canary);
  });

  it("are hidden where appcmd refuses a command and repeats it", async () => {
    process.env["APPCMD_EMULATOR_FAULT"] = "refuse:name='DB'";
    const told = await failureOf(ensure(after));
    expect(told).toContain("APPCMD_FAILED");
    expect(told).toContain("[name='DB',value='[secret]']");
    expect(told).not.toContain(canary);
  });
});
