// The tools of the comparison. Each brings the pools of a host from one state to another and answers the seconds.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { chefCommands } from "./chef.mjs";
import { dscCommands } from "./dsc.mjs";
import { root } from "./host.mjs";
import { inGroups } from "./pools.mjs";

const chef = "Chef iis_pool";
const dsc = "DSC WebAppPool";
const engine = "engine, one process";
const cli = "iispools apply";

/** The tool that the others are measured against. */
export const reference = chef;

/** The tools that are this project's. */
export const ours = [engine, cli];

const asOnWindows = ["--require", join(root, "bench/peers/as-on-windows.cjs")];

/** Replays a peer's calls one after the other, as it makes them; its own run time and its other reads are not in it. */
function replay(commandsOf) {
  return (host, names, { from, to }) => {
    const commands = names.flatMap((name) => commandsOf(name, from, to));
    return seconds(() => commands.forEach(host.appcmd));
  };
}

/** Brings the pools to these settings with the project's engine; seconds of the work alone, its modules being loaded. */
export function runEngine(host, names, { to }) {
  const file = join(host.folder, "pools.json");
  writeFileSync(file, JSON.stringify(Object.fromEntries(names.map((name) => [name, inGroups(to)]))));
  return Number(host.node([...asOnWindows, join(root, "bench/peers/engine.mjs"), host.configFile, file]));
}

/** The same with the command line program; seconds of the whole process. */
function runCli(host, names, { to }) {
  const hosts = { bench: { configFile: "./applicationHost.config" } };
  const pools = Object.fromEntries(names.map((name) => [name, inGroups(to)]));
  writeFileSync(
    join(host.folder, "pools.yaml"),
    stringify({ version: 1, hosts, pools }, { aliasDuplicateObjects: false }),
  );
  const args = ["apply", "pools.yaml", "--yes", "--force", "--no-backup"];
  return seconds(() => host.node([...asOnWindows, join(root, "bench/peers/iispools.cjs"), ...args]));
}

/** What each tool does, by its name; `can` says from which states. */
export const tools = {
  [chef]: { work: replay(chefCommands), can: () => true },
  [dsc]: { work: replay(dscCommands), can: ({ from }) => from !== undefined },
  [engine]: { work: runEngine, can: () => true },
  [cli]: { work: runCli, can: () => true },
};

function seconds(work) {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}
