// An unchanged preview of 200 pools against the same on a dynamic provider that does nothing.
import { readFileSync } from "node:fs";
import { serverConfig } from "../tools/workspace/places.mts";
import { makeWorkspace } from "../tools/workspace/workspace.mts";
import { repeat, secondsOf, type Say } from "./lib/measure.mts";
import { medianOf } from "./lib/statistics.mts";

const pools = `const iis = require("pulumi-iis");
for (let i = 0; i < 200; i++) new iis.AppPool("pool-" + i, { queueLength: 2000, processModel: { idleTimeout: "5m" } });`;

const noOp = `const pulumi = require("@pulumi/pulumi");
const provider = { check: async (olds, news) => ({ inputs: news }), diff: async () => ({ changes: false }), create: async (inputs) => ({ id: "1", outs: inputs }) };
class Pool extends pulumi.dynamic.Resource {}
for (let i = 0; i < 200; i++) new Pool(provider, "pool-" + i, { name: "pool-" + i, queueLength: 2000, processModel: { idleTimeout: "00:05:00" } });`;

/** Says how long the preview takes, and how many times as long as the engine alone. */
export async function previewRatio(runs: number, say: Say): Promise<void> {
  const applicationHost = readFileSync(serverConfig(), "utf8");
  const env = { APPCMD_EMULATOR_IIS: "8.5" };
  const ours = await makeWorkspace({ program: pools, applicationHost, env });
  const theirs = await makeWorkspace({ program: noOp, applicationHost, env });
  try {
    for (const one of [ours, theirs]) await one.run(["up", "--yes", "--skip-preview", "--parallel", "100"]);
    const pairs = await repeat(runs, async () => ({
      ours: await secondsOf(() => ours.run(["preview"])),
      noOp: await secondsOf(() => theirs.run(["preview"])),
    }));
    const of = (figure: (pair: (typeof pairs)[number]) => number): string => medianOf(pairs, figure).toFixed(2);
    say(
      `preview of 200 unchanged pools: median ${of(({ ours }) => ours)} s,` +
        ` no-op dynamic provider ${of(({ noOp }) => noOp)} s,` +
        ` ratio (pair by pair) ${of(({ ours, noOp }) => ours / noOp)}`,
    );
  } finally {
    await ours.dispose();
    await theirs.dispose();
  }
}
