// How many processes of appcmd and commits 100 pools take.
import { readFileSync } from "node:fs";
import { commandLineLength } from "#dist/provider/quoting/quote.js";
import { serverConfig } from "../tools/workspace/places.mts";
import { makeWorkspace } from "../tools/workspace/workspace.mts";
import type { Say } from "./lib/measure.mts";
import { twelveSettings } from "./lib/pools.mts";

const pools = (queue: number): string => `const iis = require("pulumi-iis");
for (let i = 0; i < 100; i++) new iis.AppPool("pool-" + i, ${twelveSettings(queue)});`;

/** Says what appcmd is asked for 100 pools that are new, unchanged and changed. */
export async function unchangedAndChanged(say: Say): Promise<void> {
  const applicationHost = readFileSync(serverConfig(), "utf8");
  const env = { APPCMD_EMULATOR_IIS: "8.5" };
  const workspace = await makeWorkspace({ program: pools(2000), applicationHost, env });
  const run = async (what: string, ...args: readonly string[]): Promise<readonly string[]> => {
    workspace.resetEmulatorLog();
    await workspace.run(args);
    const calls = workspace.emulatorCalls();
    const commits = calls.filter(({ commit }) => commit);
    const reads = calls.filter(({ argv }) => argv[0] === "list").length;
    say(`${what}: ${calls.length} appcmd processes (${reads} reads), ${commits.length} commits`);
    return commits.flatMap(({ argv }) => argv.filter((text) => text.includes("name=")));
  };
  try {
    const up = ["up", "--yes", "--skip-preview", "--parallel", "100"];
    await run("100 new pools with 12 settings each, up --parallel 100", ...up);
    await run("100 unchanged pools, preview (one phase)", "preview");
    await run("100 unchanged pools, up (two phases)", "up", "--yes");
    workspace.write("index.js", pools(3000));
    const edits = await run("100 pools with 12 changes each, up --skip-preview --parallel 100", ...up);
    const length = commandLineLength(edits);
    const least = Math.ceil(length / 29_900);
    say(`  its ${edits.length} edits are ${length} characters: ${least} commits at Windows' 30,000, at least`);
  } finally {
    await workspace.dispose();
  }
}
