// How long the programs take to start, against a Node that does nothing.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emulatorMain, repository, serverConfig } from "../tools/workspace/places.mts";
import { repeat, runNode, secondsOf, type Say } from "./lib/measure.mts";
import { medianOf } from "./lib/statistics.mts";

const iispools = join(repository, "dist/provider/cli/bin.js");
const list = [emulatorMain, "list", "apppool", "/config:*", "/xml"];
const nothing = ["-e", "0"];

/** Measures programs in a folder with this configuration of a server, which the emulator reads. */
async function withServer(
  configuration: string,
  work: (secondsOfNode: (args: readonly string[]) => Promise<number>, folder: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-bench-"));
  try {
    const configFile = join(folder, "applicationHost.config");
    copyFileSync(configuration, configFile);
    // Compiled code is kept in this folder, so that a call of another build meanwhile does not replace it.
    const cache = { LOCALAPPDATA: folder, XDG_CACHE_HOME: folder };
    const env = { ...process.env, ...cache, APPCMD_EMULATOR_CONFIG: configFile };
    await work((args) => secondsOf(() => runNode(args, { cwd: folder, env })), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Says how long the emulator takes for the list of all pools. */
export async function emulatorRatio(runs: number, say: Say): Promise<void> {
  await withServer(serverConfig(), async (seconds) => {
    const pairs = await repeat(runs, async () => ({ list: await seconds(list), node: await seconds(nothing) }));
    const ratio = medianOf(pairs, ({ list, node }) => list / node);
    say(`list apppool /config:* /xml against node -e 0: ratio ${ratio.toFixed(2)}`);
  });
}

/** Says how long iispools takes to start, and for a plan of one host without the process of appcmd that it waits for. */
export async function startRatio(runs: number, say: Say): Promise<void> {
  await withServer(join(repository, "examples/basic/applicationHost.config"), async (seconds, folder) => {
    const pairs = await repeat(runs, async () => ({
      version: await seconds([iispools, "--version"]),
      node: await seconds(nothing),
    }));
    const start = medianOf(pairs, ({ version, node }) => version / node);
    say(`iispools --version against node -e 0: ratio ${start.toFixed(2)}`);

    const host = "hosts: { web-01: { configFile: ./applicationHost.config } }";
    const pools = "pools: { DefaultAppPool: { queueLength: 2000 } }";
    writeFileSync(join(folder, "pools.yaml"), `version: 1\n${host}\n${pools}\n`);
    const rounds = await repeat(runs, async () => ({
      plan: await seconds([iispools, "plan"]),
      appcmd: await seconds(list),
      node: await seconds(nothing),
    }));
    const plan = medianOf(rounds, ({ plan, appcmd, node }) => (plan - appcmd) / node);
    say(
      `iispools plan of one host, without its appcmd process, against node -e 0: ratio ${plan.toFixed(2)}, 2.0 is the goal`,
    );
  });
}
