// The same work done by Chef's and DSC's calls of appcmd and by this project, on the same emulator: node bench/peers/run.mjs
// [--pools 1,10,100] [--states "unchanged,1 change,12 changes,new"] [--latency 150] (after npm run build). docs/contributors/compared.md.
import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makeHost, root } from "./host.mjs";
import { poolNames, states } from "./pools.mjs";
import { judgeGoals, renderComparison } from "./table.mjs";
import { ours, runEngine, tools } from "./tools.mjs";

const sample = join(root, "examples/basic/applicationHost.config");
const defaults = { pools: [1, 10, 100], states: ["unchanged", "1 change", "12 changes"], latency: 150, runs: 3 };

/**
 * Does the work with every tool and answers a row each: `{ pools, state, tool, processes, commits, seconds }`.
 *
 * @param options `pools`: how many, one after the other; `states`: names of {@link states}; `latency`: milliseconds that
 *   each start of appcmd takes; `runs`: how often this project's tools are measured, the median counts; peers once.
 * @param {(text: string) => void} say is told of the progress.
 * @throws where a tool left other settings than the rest, or a change changed nothing: then it was not the same work.
 */
export function comparePeers(options = {}, say = () => undefined) {
  const { pools, states: names, ...how } = { ...defaults, ...options };
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-peers-"));
  try {
    return pools.flatMap((count) => names.flatMap((state) => compare(folder, count, state, how, say)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compare(parent, count, state, { latency, runs }, say) {
  const folder = mkdtempSync(join(parent, "host-"));
  const before = prepare(folder, count, states[state]);
  const applicable = Object.entries(tools).filter(([, { can }]) => can(states[state]));
  const ends = [];
  const rows = applicable.map(([tool, { work }]) => {
    say(`${count} pools, ${state}: ${tool}`);
    const each = Array.from({ length: ours.includes(tool) ? runs : 1 }, () => {
      const host = makeHost(mkdtempSync(join(folder, "run-")), before.configFile, latency);
      const seconds = work(host, poolNames(count), states[state]);
      const row = { pools: count, state, tool, ...host.takeCounts(), seconds };
      ends.push({ tool, settings: host.settings() });
      return row;
    });
    return each.sort((a, b) => a.seconds - b.seconds)[Math.floor(each.length / 2)];
  });
  checkEnds(ends, before.settings(), `${count} pools, ${state}`, state === "unchanged");
  return rows;
}

/** A host with the pools as they are before the work. */
function prepare(folder, count, { from }) {
  const own = join(folder, "before");
  mkdirSync(own);
  const host = makeHost(own, sample, 0);
  if (from !== undefined) runEngine(host, poolNames(count), { to: from });
  return host;
}

/** @throws where not every end of a work has the same settings, or they are not as new as they should be. */
export function checkEnds(ends, before, work, isUnchanged) {
  for (const { tool, settings } of ends) {
    if (settings !== ends[0].settings) throw new Error(`${work}: ${tool} and ${ends[0].tool} left different settings`);
    if ((settings === before) !== isUnchanged)
      throw new Error(`${work}: ${tool} changed ${isUnchanged ? "some" : "no"}thing`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { pools: { type: "string" }, states: { type: "string" }, latency: { type: "string" } },
  });
  const options = {
    ...(values.pools && { pools: values.pools.split(",").map(Number) }),
    ...(values.states && { states: values.states.split(",") }),
    ...(values.latency && { latency: Number(values.latency) }),
  };
  const rows = comparePeers(options, (text) => process.stderr.write(`${text}\n`));
  process.stdout.write(`${renderComparison(rows)}\n`);
  if (judgeGoals(rows).some(({ isMet }) => !isMet)) process.exitCode = 1;
}
