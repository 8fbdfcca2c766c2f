// An unchanged preview of 200 pools with the provider plugin against the same program on a plugin that does nothing:
// node bench/plugin.mjs [runs] (after npm run build). In YAML, whose host is the fastest to start, and in JavaScript.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { repository as root, serverConfig, yamlHostFolder } from "../tools/workspace/places.mts";
import { makeWorkspace } from "../tools/workspace/workspace.mts";
import { median } from "./lib/median.mjs";

const pools = 200;

const properties = { queueLength: 2000, processModel: { idleTimeout: "00:05:00" } };
const names = Array.from({ length: pools }, (_, number) => `pool-${number}`);
const resources = names.map((name) => [name, { type: "iis:AppPool", properties: { name, ...properties } }]);

/** The same pools in each language. */
const programs = {
  YAML: { runtime: "yaml", resources: Object.fromEntries(resources) },
  JavaScript: { runtime: "nodejs", main: "index.js" },
};

const javaScript = `const { CustomResource } = require("@pulumi/pulumi");
for (const name of ${JSON.stringify(names)})
  new CustomResource("iis:index:AppPool", name, { name, ...${JSON.stringify(properties)} });
`;

/** A project on one of the plugins, with its pools in the state. @param config of the provider */
async function project(language, plugin, config) {
  const providers = [{ name: "iis", path: join(root, plugin) }];
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

async function seconds(work) {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** Says what the plugin adds to the engine's own time: 1.15 times it is promised, at most. */
export async function pluginRatio(runs, say) {
  const kinds = {
    "no-op plugin": ["bench/no-op-plugin", {}],
    plugin: ["plugin", {}],
    "plugin with refreshBeforeUpdate": ["plugin", { "iis:refreshBeforeUpdate": { value: true } }],
  };
  for (const language of Object.keys(programs)) await compare(language, kinds, runs, say);
}

async function compare(language, kinds, runs, say) {
  const projects = [];
  for (const [name, [plugin, config]] of Object.entries(kinds)) {
    projects.push([name, await project(language, plugin, config)]);
  }
  try {
    const rounds = [];
    for (let run = 0; run < runs; run++) {
      const times = [];
      for (const [, one] of projects) times.push(await seconds(() => one.run(["preview", "--expect-no-changes"])));
      rounds.push(times);
    }
    const [noOp, ...others] = projects.map(([name], at) => ({ name, times: rounds.map((round) => round[at]) }));
    const time = median(noOp.times).toFixed(2);
    say(`preview of ${pools} unchanged pools, ${language}, ${runs} rounds: ${noOp.name} median ${time} s`);
    for (const { name, times } of others) {
      const pairs = times.map((time, at) => time / noOp.times[at]);
      const ratio = median(times) / median(noOp.times);
      say(
        `  the ${name} against it, ${median(times).toFixed(2)} s: ratio of medians ${ratio.toFixed(2)},` +
          ` pair by pair ${median(pairs).toFixed(2)}`,
      );
    }
  } finally {
    for (const [, one] of projects) await one.dispose();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await pluginRatio(Number(process.argv[2] ?? 7), (text) => process.stdout.write(`${text}\n`));
}
