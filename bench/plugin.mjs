// An unchanged preview of 200 pools with the provider plugin against the same program on a plugin that does nothing:
// node bench/plugin.mjs [runs] (after npm run build). In YAML, whose host is the fastest to start, and in JavaScript.
import "../scripts/lib/check-node.mjs";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { offlineProject, root } from "../scripts/lib/offline-project.mjs";
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
function project(language, plugin, config) {
  const providers = [{ name: "iis", path: join(root, plugin) }];
  const program = { name: "bench", ...programs[language], plugins: { providers }, config };
  const made = offlineProject((folder) => {
    writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify(program));
    writeFileSync(join(folder, "index.js"), javaScript);
  });
  made.pulumi("up", "--yes", "--skip-preview", "--parallel", "100");
  return made;
}

function seconds(work) {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** Says what the plugin adds to the engine's own time: 1.15 times it is promised, at most. */
export function pluginRatio(runs, say) {
  const host = execFileSync(process.execPath, [join(root, "tools/pulumi-cli/find.mts"), "pulumi-language-yaml"], {
    encoding: "utf8",
  });
  process.env.PATH = [host.trim(), process.env.PATH].join(delimiter);
  const kinds = {
    "no-op plugin": ["bench/no-op-plugin", {}],
    plugin: ["plugin", {}],
    "plugin with refreshBeforeUpdate": ["plugin", { "iis:refreshBeforeUpdate": { value: true } }],
  };
  for (const language of Object.keys(programs)) compare(language, kinds, runs, say);
}

function compare(language, kinds, runs, say) {
  const projects = Object.entries(kinds).map(([name, [plugin, config]]) => [name, project(language, plugin, config)]);
  try {
    const rounds = Array.from({ length: runs }, () =>
      projects.map(([, one]) => seconds(() => one.pulumi("preview", "--expect-no-changes"))),
    );
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
    for (const [, one] of projects) one.dispose();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  pluginRatio(Number(process.argv[2] ?? 7), (text) => process.stdout.write(`${text}\n`));
}
