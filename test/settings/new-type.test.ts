// A new type of value is one file (guid.ts) and a row of the table that names it; every door knows it then.
import "./with-trace-id";
import Ajv from "ajv";
import { parsePools } from "../../provider/appcmd/answers/pools";
import { explainText } from "../../provider/cli/verbs/explain";
import { writePoolFile } from "../../provider/pool-file/write/pool-file";
import { describeChange } from "../../provider/plan/change/change";
import { desiredOf } from "../../provider/plan/change/desired";
import { diffDesired } from "../../provider/plan/change/diff";
import { planChanges } from "../../provider/plan/commands/plan-changes";
import { packageSchema } from "../../provider/pulumi/package-schema/package-schema";
import { appPoolResource } from "../../provider/pulumi/core/settings-resource";
import { explainSetting } from "../../provider/settings/generate/explain-setting";
import { appPoolJsonSchema } from "../../provider/pool-file/schema/pool-file";
import { referencePage } from "../../provider/settings/generate/reference";
import { settingsSource } from "../../provider/settings/generate/typescript";
import { load, pools } from "../pool-file/memory-files";
import { liveHost } from "../plan/live";

const capitals = "ABCDEF01-2345-6789-ABCD-EF0123456789";
const canonical = capitals.toLowerCase();

function live(text: string): ReturnType<typeof liveHost> {
  const [pool] = parsePools(
    `<appcmd><APPPOOL APPPOOL.NAME="Shop" PipelineMode="Integrated" RuntimeVersion="" state="Started"><add name="Shop" traceId="${text}" /></APPPOOL></appcmd>`,
  );
  return liveHost({ Shop: pool!.settings });
}

test("it is read from pool files and from programs, and refused there", () => {
  const { files, faults } = load({ "f.yaml": pools(`Shop: { traceId: " ${capitals} " }`) });
  expect([faults, JSON.stringify(files)]).toEqual([[], expect.stringContaining(`"traceId":"${canonical}"`)]);
  expect(load({ "f.yaml": pools("Shop: { traceId: 5 }") }).faults).toMatchObject([
    { message: "must be a GUID, got 5" },
  ]);
  expect(appPoolResource.check({ name: "Shop", traceId: capitals })).toMatchObject({
    inputs: { traceId: canonical },
    faults: [],
  });
  expect(appPoolResource.check({ name: "Shop", traceId: "x" }).faults).toMatchObject([{ path: "traceId" }]);
});

test("it is read from appcmd, compared, shown and written to appcmd", () => {
  const change = (declared: string, there: string): ReturnType<typeof diffDesired> =>
    diffDesired(desiredOf({ pool: "Shop" }, { settings: { traceId: declared } }, []), live(there));
  expect(live(capitals).pools.get("shop")?.settings).toEqual({ traceId: canonical });
  expect(change(canonical, capitals)).toBeUndefined();
  const found = change(canonical, "none")!;
  expect(describeChange(found).join()).toContain(`{none} -> {${canonical}}`);
  const [operation] = planChanges([found]);
  expect(operation!.arguments.map(({ text }) => text)).toEqual([`/[name='Shop'].traceId:${capitals}`]);
});

test("it is written into a pool file", () => {
  const file = writePoolFile({ pools: [{ name: "Shop", settings: { traceId: canonical } }] });
  expect(file).toContain(`traceId: ${capitals}\n`);
});

test("it is in the JSON Schema, in TypeScript and in the package schema", () => {
  const accepts = new Ajv({ strict: true, allowUnionTypes: true }).compile(appPoolJsonSchema());
  expect([capitals, ` ${canonical}`, "x", 5].map((traceId) => accepts({ traceId }))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(settingsSource()).toContain("\ntraceId?: `${string}-${string}`;");
  expect(settingsSource()).toContain(" * Written in five groups.\n * No GUID means: not traced.\n");
  const { inputProperties, properties } = packageSchema("1.0.0").resources["iis:index:AppPool"]!;
  expect(inputProperties["traceId"]).toMatchObject({ oneOf: [{ type: "string" }, { type: "object" }] });
  expect(properties["traceId"]).toMatchObject({ type: "string" });
});

test("it is on the reference page and in explain", () => {
  const page = referencePage();
  expect(page).toContain("| GUID | `0123abcd-…`, 32 digits in five groups; letter case does not count |");
  expect(page).toContain("### `traceId`\n\nWhat traces call it.\n\n- Type: guid.\n- Default: {abcdef01-0000-");
  const text = explainText(explainSetting("TraceId")!);
  expect(text).toContain("  type         guid\n  written as   0123abcd-…, 32 digits");
  expect(text).toContain("  default      {abcdef01-0000-0000-0000-000000000000}\n");
});
