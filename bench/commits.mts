// How many processes of appcmd and commits 100 pools take.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandLineLength } from "#dist/provider/quoting/quote.js";
import { repository, serverConfig } from "../tools/workspace/places.mts";
import { makeWorkspace } from "../tools/workspace/workspace.mts";
import type { Say } from "./lib/measure.mts";
import { twelveSettings } from "./lib/pools.mts";

const pools = (queue: number): string => `const iis = require("pulumi-iis");
for (let i = 0; i < 100; i++) new iis.AppPool("pool-" + i, ${twelveSettings(queue)});`;

/** Says what appcmd is asked when iispools changes one host. */
export function changedByCli(say: Say): void {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-commits-"));
  try {
    copyFileSync(serverConfig(), join(folder, "applicationHost.config"));
    const hosts = "hosts: { lab: { configFile: ./applicationHost.config } }";
    writeFileSync(
      join(folder, "pools.yaml"),
      `version: 1\n${hosts}\npools: { DefaultAppPool: { queueLength: 2000 } }\n`,
    );
    const env = { ...process.env, APPCMD_EMULATOR_LOG: join(folder, "calls.jsonl") };
    const argv = [join(repository, "dist/provider/cli/bin.js"), "apply", "--yes"];
    const { status, stderr } = spawnSync(process.execPath, argv, { cwd: folder, env, encoding: "utf8" });
    if (status !== 0) throw new Error(`iispools apply ended with exit code ${status}: ${stderr}`);
    const calls = readFileSync(env.APPCMD_EMULATOR_LOG, "utf8").trim().split("\n");
    const words = calls.map((line) => (JSON.parse(line) as { readonly argv: readonly string[] }).argv.slice(0, 2));
    say(`iispools apply --yes of one changed host: ${words.map((pair) => pair.join(" ")).join(", ")}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

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
