// The same work done by Chef's and DSC's calls of appcmd and by this project, on the same emulator: node bench/peers/run.mts
// [--pools 1,10,100] [--states "unchanged,1 change,12 changes,new"] [--latency 150] (after npm run build). docs/contributors/compared.md.
import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCall } from "../../tools/read-call.mts";
import { repository } from "../../tools/workspace/places.mts";
import { print, type Say } from "../lib/measure.mts";
import { type Host, makeHost } from "./host.mts";
import { poolNames, type State, type StateName, states } from "./pools.mts";
import { judgeGoals, renderComparison, type Row } from "./table.mts";
import { ours, runEngine, tools } from "./tools.mts";

/** What is compared. */
interface Comparison {
  /** How many pools, one number after the other. */
  readonly pools: readonly number[];
  readonly states: readonly StateName[];
  /** Milliseconds that each start of appcmd takes. */
  readonly latency: number;
  /** How often this project's tools are measured, of which the median counts; peers are measured once. */
  readonly runs: number;
}

const defaults: Comparison = {
  ...{ pools: [1, 10, 100], states: ["unchanged", "1 change", "12 changes"], latency: 150, runs: 3 },
};

/**
 * Does the work with every tool and returns a row for each.
 *
 * @param say reports the progress
 * @throws if a tool left other settings than the rest, or a change changed nothing: then it was not the same work
 */
export function comparePeers(options: Partial<Comparison> = {}, say: Say = () => undefined): Row[] {
  const { pools, states: names, ...how } = { ...defaults, ...options };
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-peers-"));
  try {
    return pools.flatMap((count) => names.flatMap((state) => compare(folder, count, state, how, say)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compare(
  parent: string,
  count: number,
  name: StateName,
  { latency, runs }: Pick<Comparison, "latency" | "runs">,
  say: Say,
): Row[] {
  const folder = mkdtempSync(join(parent, "host-"));
  const state = states[name];
  const before = prepare(folder, count, state);
  const ends: End[] = [];
  const rows = Object.entries(tools).flatMap(([tool, { work, isForExisting = false }]) => {
    if (isForExisting && state.from === undefined) return [];
    say(`${count} pools, ${name}: ${tool}`);
    const each = Array.from({ length: ours.includes(tool) ? runs : 1 }, () => {
      const host = makeHost(mkdtempSync(join(folder, "run-")), before.configFile, latency);
      const seconds = work(host, poolNames(count), state);
      const row = { pools: count, state: name, tool, ...host.takeCounts(), seconds };
      ends.push({ tool, settings: host.settings() });
      return row;
    });
    each.sort((a, b) => a.seconds - b.seconds);
    return each.slice(Math.floor(each.length / 2)).slice(0, 1);
  });
  checkEnds(ends, before.settings(), `${count} pools, ${name}`, name === "unchanged");
  return rows;
}

/** A host with the pools as they are before the work. */
function prepare(folder: string, count: number, { from }: State): Host {
  const own = join(folder, "before");
  mkdirSync(own);
  const host = makeHost(own, join(repository, "examples/basic/applicationHost.config"), 0);
  if (from !== undefined) runEngine(host, poolNames(count), { to: from });
  return host;
}

/** The settings of the pools after the work of a tool. */
interface End {
  readonly tool: string;
  readonly settings: string;
}

/** @throws where not every end of a work has the same settings, or they are not as new as they should be. */
export function checkEnds(ends: readonly End[], before: string, work: string, isUnchanged: boolean): void {
  const [first] = ends;
  for (const { tool, settings } of ends) {
    if (first !== undefined && settings !== first.settings)
      throw new Error(`${work}: ${tool} and ${first.tool} left different settings`);
    if ((settings === before) !== isUnchanged)
      throw new Error(`${work}: ${tool} changed ${isUnchanged ? "some" : "no"}thing`);
  }
}

if (process.argv[1] === import.meta.filename) {
  const { pools, states, latency } = readCall(
    "node bench/peers/run.mts [--pools 1,10] [--states name,…] [--latency ms]",
    {
      pools: { type: "string" },
      states: { type: "string" },
      latency: { type: "string" },
    },
  ).values;
  const options = {
    ...(pools !== undefined && { pools: pools.split(",").map(Number) }),
    ...(states !== undefined && { states: states.split(",") as StateName[] }),
    ...(latency !== undefined && { latency: Number(latency) }),
  };
  const rows = comparePeers(options, (text) => void process.stderr.write(`${text}\n`));
  print(renderComparison(rows));
  if (judgeGoals(rows).some(({ isMet }) => !isMet)) process.exitCode = 1;
}
