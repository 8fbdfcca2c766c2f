// This checkout against another commit in one run: npm run bench -- plan start plugin emulator --against <commit>
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repeat, type Say } from "../lib/measure.mts";
import { medianOf, quantile } from "../lib/statistics.mts";
import { checkOut } from "./check-out.mts";
import { measureProcess, type Usage } from "./measure-process.mts";
import { environment, type Part, type Work, works, writeInputs } from "./works.mts";

/** Compares the parts and says it as a table, a row for each work. Ratios are after / before, pair by pair: median (middle half). */
export async function compareWith(commit: string, parts: readonly Part[], root: string, say: Say): Promise<void> {
  const before = checkOut(commit, root);
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-bench-"));
  try {
    writeInputs(folder, root);
    say("| what | before | after | ratio | ratio of processor time | peak memory |");
    say("| --- | --: | --: | --: | --: | --: |");
    for (const work of parts.flatMap((part) => works[part]))
      say(row(work.what, await measurePairs(work, before, root, folder)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What two checkouts used for the same work: before and after. */
type Pair = readonly [Usage, Usage];

/** Every other pair begins with the second checkout: what else the machine does meets both alike. */
async function measurePairs(work: Work, before: string, after: string, folder: string): Promise<Pair[]> {
  const { rounds, args, ...options } = work;
  const env = { ...process.env, ...environment };
  const measure = (checkout: string): Promise<Usage> =>
    measureProcess(args(checkout), { ...options, cwd: folder, env });
  for (const checkout of [before, after]) await measure(checkout); // From here on its files are in memory.
  return repeat(rounds, async (round) => {
    if (round % 2 === 0) return [await measure(before), await measure(after)];
    const second = await measure(after);
    return [await measure(before), second];
  });
}

/** The table's row for pairs of measurements, before and after. */
export function row(what: string, pairs: readonly Pair[]): string {
  const medians = (key: keyof Usage): [number, number] => [
    medianOf(pairs, ([before]) => before[key]),
    medianOf(pairs, ([, after]) => after[key]),
  ];
  const ratio = (key: keyof Usage): string => {
    const ratios = pairs.map(([before, after]) => after[key] / before[key]);
    const part = (of: number): string => quantile(ratios, of).toFixed(2);
    return `${part(1 / 2)} (${part(1 / 4)} to ${part(3 / 4)})`;
  };
  const [before, after] = medians("megabytes").map((megabytes) => megabytes.toFixed(0));
  const memory = `${String(before)} -> ${String(after)} MB`;
  return `| ${[what, ...medians("seconds").map(duration), ratio("seconds"), ratio("cpuSeconds"), memory].join(" | ")} |`;
}

function duration(seconds: number): string {
  return seconds < 1 ? `${(seconds * 1000).toFixed(0)} ms` : `${seconds.toFixed(2)} s`;
}
