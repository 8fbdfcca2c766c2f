// An unchanged preview of 200 pools with the provider plugin against the same program on a plugin that does nothing:
// node bench/plugin.mts [runs] (after npm run build). In YAML, whose host is the fastest to start, and in JavaScript.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository as root, serverConfig, yamlHostFolder } from "../tools/workspace/places.mts";
import { makeWorkspace, type Workspace } from "../tools/workspace/workspace.mts";
import { print, repeat, secondsOf, type Say } from "./lib/measure.mts";
import { median } from "./lib/statistics.mts";

const pools = 200;

const properties = { queueLength: 2000, processModel: { idleTimeout: "00:05:00" } };
const names = Array.from({ length: pools }, (_, number) => `pool-${number}`);
const resources = names.map((name) => [name, { type: "iis:AppPool", properties: { name, ...properties } }] as const);

/** The same pools in each language. */
const programs = {
  YAML: { runtime: "yaml", resources: Object.fromEntries(resources) },
  JavaScript: { runtime: "nodejs", main: "index.js" },
};

const javaScript = `const { CustomResource } = require("@pulumi/pulumi");
for (const name of ${JSON.stringify(names)})
  new CustomResource("iis:index:AppPool", name, { name, ...${JSON.stringify(properties)} });
`;

type Language = keyof typeof programs;

/** A plugin with its configuration. */
interface Provider {
  readonly name: string;
  readonly folder: string;
  readonly config?: object;
}

const noOp: Provider = { name: "no-op plugin", folder: "bench/no-op-plugin" };
const ours: readonly Provider[] = [
  { name: "plugin", folder: "plugin" },
  {
    ...{ name: "plugin with refreshBeforeUpdate", folder: "plugin" },
    config: { "iis:refreshBeforeUpdate": { value: true } },
  },
];

/** A project on one of the plugins, with its pools in the state. */
async function project(language: Language, { folder, config = {} }: Provider): Promise<Workspace> {
  const providers = [{ name: "iis", path: join(root, folder) }];
  const program = { name: "e2e", ...programs[language], plugins: { providers }, config };
  const made = await makeWorkspace({
    program: javaScript,
    applicationHost: readFileSync(serverConfig(), "utf8"),
    env: { APPCMD_EMULATOR_IIS: "8.5" },
    path: [await yamlHostFolder()],
  });
  made.write("Pulumi.yaml", JSON.stringify(program));
  await made.run(["up", "--yes", "--skip-preview", "--parallel", "100"]);
  return made;
}

/** Says what the plugin adds to the engine's own time: 1.15 times it is promised, at most. */
export async function pluginRatio(runs: number, say: Say): Promise<void> {
  for (const language of Object.keys(programs) as Language[]) await compare(language, runs, say);
}

/** A provider's project, and the seconds of its previews so far. */
interface Measured {
  readonly name: string;
  readonly workspace: Workspace;
  readonly times: number[];
}

async function compare(language: Language, runs: number, say: Say): Promise<void> {
  const all: Measured[] = [];
  const measured = async (provider: Provider): Promise<Measured> => {
    const one = { name: provider.name, workspace: await project(language, provider), times: [] };
    all.push(one);
    return one;
  };
  try {
    const base = await measured(noOp);
    const others: Measured[] = [];
    for (const provider of ours) others.push(await measured(provider));
    await repeat(runs, async () => {
      for (const { workspace, times } of all)
        times.push(await secondsOf(() => workspace.run(["preview", "--expect-no-changes"])));
    });
    const time = median(base.times).toFixed(2);
    say(`preview of ${pools} unchanged pools, ${language}, ${runs} rounds: ${base.name} median ${time} s`);
    for (const { name, times } of others) {
      const pairs = times.map((time, at) => time / (base.times[at] ?? NaN));
      const ratio = median(times) / median(base.times);
      say(
        `  the ${name} against it, ${median(times).toFixed(2)} s: ratio of medians ${ratio.toFixed(2)},` +
          ` pair by pair ${median(pairs).toFixed(2)}`,
      );
    }
  } finally {
    for (const { workspace } of all) await workspace.dispose();
  }
}

if (process.argv[1] === import.meta.filename) await pluginRatio(Number(process.argv[2] ?? 7), print);
