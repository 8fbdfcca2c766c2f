/** What a program marks as a secret is readable nowhere: in no message, error, warning, preview, event or state. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sampleConfig } from "../engine/offline-host";
import { filesBelow } from "./harness/files-below";
import { makeWorkspace, type Workspace } from "../../tools/workspace/workspace.mts";
import { makeYamlWorkspace, yamlProgram } from "./harness/plugin-program";

const applicationHost = readFileSync(sampleConfig, "utf8");
let workspace: Workspace;

afterEach(async () => {
  await workspace.dispose();
});

/** The secret values of a program, by their paths; a path of two keys is a group and a setting. */
type Values = Readonly<Record<string, unknown>>;

const known: Values = {
  queueLength: 4321,
  "failure.orphanActionParams": "--token canary-own",
  "processModel.userName": "canary-user",
  "recycling.periodicRestart": { schedule: ["03:21:00"] },
};

/** A way to write the same program for one of the two providers. */
interface Adapter {
  readonly title: string;
  make(): Promise<Workspace>;
  /** Writes a program with a pool of these secret values, and a plain `cpu.limit`. */
  write(values: Values, more?: string): void;
  readonly name: string;
}

/** Nested groups; each value is written by `secret`. */
function nested(values: Values, secret: (json: string) => string): string {
  const groups = new Map<string, string[]>();
  for (const [path, value] of Object.entries(values)) {
    const [group = "", ...rest] = path.split(".");
    const text = secret(JSON.stringify(value));
    groups.set(group, [
      ...(groups.get(group) ?? []),
      rest.length === 0 ? text : `${JSON.stringify(rest.join("."))}: ${text}`,
    ]);
  }
  const members = [...groups].map(([group, [text = "", ...others]]) => {
    const isWhole = Object.hasOwn(values, group);
    const identity = group === "processModel" ? ['"identityType": "SpecificUser"', '"password": "canary-pw"'] : [];
    return `${JSON.stringify(group)}: ${isWhole ? text : `{ ${[...identity, text, ...others].join(", ")} }`}`;
  });
  return `{ ${[...members, '"cpu": { "limit": 50 }'].join(", ")} }`;
}

const dynamic: Adapter = {
  title: "the dynamic provider",
  make: () => makeWorkspace({ program: "", applicationHost }),
  write: (values, more = "") => {
    const inputs = nested(values, (json) => `pulumi.secret(${json})`);
    workspace.write(
      "index.js",
      `const pulumi = require("@pulumi/pulumi");\nconst iis = require("pulumi-iis");\n` +
        `new iis.AppPool("shop", { ...${inputs}, ${more} });\n`,
    );
  },
  name: 'name: pulumi.secret("canary-name")',
};

const plugin: Adapter = {
  title: "the plugin",
  make: () => makeYamlWorkspace({ applicationHost }),
  write: (values, more = "") => {
    const inputs = nested(values, (json) => `{ "fn::secret": ${json} }`).slice(1, -1);
    workspace.write(
      "Pulumi.yaml",
      yamlProgram(`resources:\n  shop: { type: iis:AppPool, properties: { ${inputs}, ${more} } }\n`),
    );
  },
  name: 'name: { "fn::secret": "canary-name" }',
};

/** All that a run prints, and the events that it reports except debug messages of Pulumi's SDK. */
async function seenOf(
  args: readonly string[],
  env: Record<string, string> = {},
  expectFailure = false,
): Promise<string> {
  const log = join(workspace.dir, "events");
  const { stdout, stderr } = await workspace.run([...args, "--event-log", log], {
    env: { PULUMI_DEBUG_COMMANDS: "1", ...env },
    expectFailure,
  });
  const events = readFileSync(log, "utf8").split("\n");
  return [stdout, stderr, ...events.filter((line) => !line.includes('"debug"'))].join("\n");
}

/** All that the backend keeps of the stack. */
const backend = (): string => filesBelow(join(workspace.dir, "../state"));

const live = [
  "/queueLength:8765",
  "/failure.orphanActionParams:canary-live",
  "/processModel.userName:canary-else",
  "/+recycling.periodicRestart.schedule.[value='05:43:00']",
];
/** The numbers and times of the programs and the server in any form, and every text. */
const canaries = /canary|4321|8765|99999|03:21|05:43/;

const up = ["up", "--yes", "--skip-preview", "--diff"];

describe.each([dynamic, plugin])("secrets of a program with $title", (adapter) => {
  it("are hidden in differences, previews, events and the state", async () => {
    workspace = await adapter.make();
    adapter.write(known);
    const seen = [await seenOf(["preview", "--diff"]), await seenOf(up)];
    workspace.appcmd("set", "apppool", "shop", ...live);
    const preview = await seenOf(["preview", "--diff"]);
    seen.push(preview, await seenOf(["preview", "--refresh", "--diff"]));
    seen.push(await seenOf(["refresh", "--yes", "--diff"]), await seenOf(up));
    await workspace.run(["preview", "--expect-no-changes"]);
    workspace.appcmd("set", "apppool", "shop", ...live.slice(0, 3));
    adapter.write({});
    seen.push(await seenOf(["preview", "--diff"]), await seenOf(up));
    expect(preview).toContain(
      "Process Orphaning Executable Parameters (failure.orphanActionParams) is [secret], program says another [secret]",
    );
    expect(preview).toContain("Queue Length (queueLength) is [secret], program says another [secret]");
    expect(seen.join("\n")).not.toMatch(canaries);
    expect(backend()).not.toMatch(canaries);
  });

  it("are hidden in errors", async () => {
    workspace = await adapter.make();
    adapter.write(known);
    await workspace.run(up);
    workspace.appcmd("set", "apppool", "shop", ...live);
    const refused = await seenOf(up, { APPCMD_EMULATOR_FAULT: "refuse:canary-own" }, true);
    expect(refused).toContain("APPCMD_FAILED");
    workspace.configure({ "iis:readOnly": "true" });
    const readOnly = await seenOf(up, {}, true);
    expect(readOnly).toContain("failure.orphanActionParams [secret] -> [secret]");
    workspace.configure({ "iis:readOnly": undefined });
    adapter.write({ ...known, queueLength: 99999, startMode: "canary-mode" });
    const invalid = await seenOf(up, {}, true);
    expect(invalid).toContain("queueLength: has a value that is not allowed, which is a secret and not shown");
    adapter.write({}, adapter.name);
    const named = await seenOf(["preview"], {}, true);
    expect(named).toContain("name: must not be a secret");
    expect([refused, readOnly, invalid, named].join("\n")).not.toMatch(canaries);
    expect(backend()).not.toMatch(canaries);
  });
});

it("are hidden by the dynamic provider after an up of a state that an earlier version wrote", async () => {
  workspace = await dynamic.make();
  dynamic.write({ "failure.orphanActionParams": "canary-own" });
  await workspace.run(up);
  const exported = JSON.stringify(await workspace.exportStack());
  expect(exported).toContain('"__secrets":["failure.orphanActionParams"]');
  workspace.write(
    "state.json",
    exported
      .replaceAll('"__secrets":["failure.orphanActionParams"],', "")
      .replaceAll(',"__secrets":["failure.orphanActionParams"]', ""),
  );
  await workspace.run(["stack", "import", "--file", "state.json"]);
  workspace.resetEmulatorLog();
  await workspace.run(up);
  expect(workspace.emulatorCalls().filter(({ commit }) => commit)).toEqual([]);
  workspace.appcmd("set", "apppool", "shop", "/failure.orphanActionParams:canary-live");
  expect(await seenOf(["refresh", "--yes", "--diff"])).not.toContain("canary");
});
