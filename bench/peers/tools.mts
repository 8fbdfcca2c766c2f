// The tools of the comparison. Each brings the pools of a host from one state to another and returns the seconds.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { type Call, chefCommands } from "./chef.mts";
import { dscCommands } from "./dsc.mts";
import type { Host } from "./host.mts";
import { inGroups, type Settings, type State } from "./pools.mts";

/** Does the work for the pools of those names. Returns its seconds. */
type Work = (host: Host, names: readonly string[], state: State) => number;

const chef = "Chef iis_pool";
const dsc = "DSC WebAppPool";
const engine = "engine, one process";
const cli = "iispools apply";

/** The tool that the others are measured against. */
export const reference = chef;

/** The tools that are this project's. */
export const ours: readonly string[] = [engine, cli];

const asOnWindows = ["--require", join(import.meta.dirname, "as-on-windows.cjs")];

/** Replays a peer's calls one after the other, as it makes them; its own run time and its other reads are not in it. */
function replay(callsOf: (name: string, from: Settings | undefined, to: Settings) => readonly Call[]): Work {
  return (host, names, { from, to }) => {
    const calls = names.flatMap((name) => callsOf(name, from, to));
    return seconds(() => {
      calls.forEach(host.appcmd);
    });
  };
}

/** Brings the pools to these settings with the project's engine; seconds of the work alone, its modules being loaded. */
export function runEngine(host: Host, names: readonly string[], { to }: Pick<State, "to">): number {
  const file = join(host.folder, "pools.json");
  writeFileSync(file, JSON.stringify(Object.fromEntries(names.map((name) => [name, inGroups(to)]))));
  return Number(host.node([...asOnWindows, join(import.meta.dirname, "engine.mts"), host.configFile, file]));
}

/** The same with the command line program; seconds of the whole process. */
function runCli(host: Host, names: readonly string[], { to }: State): number {
  const hosts = { bench: { configFile: "./applicationHost.config" } };
  const pools = Object.fromEntries(names.map((name) => [name, inGroups(to)]));
  writeFileSync(
    join(host.folder, "pools.yaml"),
    stringify({ version: 1, hosts, pools }, { aliasDuplicateObjects: false }),
  );
  const args = ["apply", "pools.yaml", "--yes", "--force", "--no-backup"];
  return seconds(() => host.node([...asOnWindows, join(import.meta.dirname, "iispools.cjs"), ...args]));
}

/** What a tool does. */
interface Tool {
  readonly work: Work;
  /** Whether it does it only with pools that exist. */
  readonly isForExisting?: boolean;
}

/** The tools, by name. */
export const tools: Readonly<Record<string, Tool>> = {
  [chef]: { work: replay(chefCommands) },
  [dsc]: { work: replay((name, from = {}, to) => dscCommands(name, from, to)), isForExisting: true },
  [engine]: { work: runEngine },
  [cli]: { work: runCli },
};

function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}
