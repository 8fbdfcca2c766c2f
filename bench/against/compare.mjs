// This checkout against another commit in one run: npm run bench -- plan start plugin emulator --against <commit>
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, quantile } from "../lib/median.mjs";
import { checkOut } from "./check-out.mjs";
import { measureProcess } from "./measure-process.mjs";
import { environment, works, writeInputs } from "./works.mjs";

/** Compares the parts and says it as a table, a row for each work. Ratios are after / before, pair by pair: median (middle half). */
export async function compareWith(commit, parts, root, say) {
  const before = checkOut(commit, root);
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-bench-"));
  try {
    writeInputs(folder, root);
    say("| what | before | after | ratio | ratio of processor time | peak memory |");
    say("| --- | --: | --: | --: | --: | --: |");
    for (const work of parts.flatMap((part) => works[part]))
      say(row(work.what, await measurePairs(work, [before, root], folder)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every other pair begins with the second checkout: what else the machine does meets both alike. */
async function measurePairs({ rounds, args, until, exitCode }, checkouts, folder) {
  const env = { ...process.env, ...environment };
  const measure = (checkout) => measureProcess(args(checkout), { until, exitCode, cwd: folder, env });
  for (const checkout of checkouts) await measure(checkout); // From here on its files are in memory.
  const pairs = [];
  for (let round = 0; round < rounds; round++) {
    const pair = [];
    for (const side of round % 2 === 0 ? [0, 1] : [1, 0]) pair[side] = await measure(checkouts[side]);
    pairs.push(pair);
  }
  return pairs;
}

/** The table's row for pairs of measurements, before and after. */
export function row(what, pairs) {
  const medians = (key) => [0, 1].map((side) => median(pairs.map((pair) => pair[side][key])));
  const ratio = (key) => {
    const ratios = pairs.map(([before, after]) => after[key] / before[key]);
    const [low, middle, high] = [1 / 4, 1 / 2, 3 / 4].map((part) => quantile(ratios, part).toFixed(2));
    return `${middle} (${low} to ${high})`;
  };
  const [before, after] = medians("megabytes").map((megabytes) => megabytes.toFixed(0));
  const memory = `${before} -> ${after} MB`;
  return `| ${[what, ...medians("seconds").map(duration), ratio("seconds"), ratio("cpuSeconds"), memory].join(" | ")} |`;
}

function duration(seconds) {
  return seconds < 1 ? `${(seconds * 1000).toFixed(0)} ms` : `${seconds.toFixed(2)} s`;
}
