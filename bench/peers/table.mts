// What the comparison says: a table in Markdown, and whether the goals are met.
import type { StateName } from "./pools.mts";
import { ours, reference } from "./tools.mts";

/** What one tool took for one work. */
export interface Row {
  /** How many. */
  readonly pools: number;
  readonly state: StateName;
  readonly tool: string;
  readonly processes: number;
  readonly commits: number;
  readonly seconds: number;
}

/** At 100 pools: at most this share of Chef's time. */
const goals: Readonly<Partial<Record<StateName, number>>> = {
  unchanged: 1 / 50,
  "1 change": 1 / 20,
  "12 changes": 1 / 20,
};

/** The time as a share of the reference's for the same work. */
function shareOf(rows: readonly Row[], { pools, state, seconds }: Row): number {
  const same = rows.find((row) => row.tool === reference && row.pools === pools && row.state === state);
  return seconds / (same?.seconds ?? NaN);
}

/** The rows of {@link comparePeers} as a table, with each tool's time as a share of Chef's, and the goals below it. */
export function renderComparison(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { pools, state, tool, processes, commits, seconds } = row;
    // Without a call there is nothing to time: what the peer reads by other ways is not replayed.
    const times = processes === 0 ? ["–", "–"] : [`${seconds.toFixed(2)} s`, shareText(shareOf(rows, row))];
    return `| ${[pools, state, tool, processes, commits, ...times].join(" | ")} |`;
  });
  return [
    "| pools | state | tool | appcmd processes | commits | time | of Chef's |",
    "| ---: | --- | --- | ---: | ---: | ---: | ---: |",
    ...lines,
    "",
    ...judgeGoals(rows).map(({ isMet, text }) => `- ${isMet ? "met" : "MISSED"}: ${text}`),
  ].join("\n");
}

function shareText(share: number): string {
  return share > 0.5 ? share.toFixed(2) : `1/${Math.round(1 / share)}`;
}

/** A goal that was measured. */
interface Judgement {
  readonly isMet: boolean;
  readonly text: string;
}

/** The goals that the rows have an answer to: what was asked, what was measured, and whether it is met. */
export function judgeGoals(rows: readonly Row[]): Judgement[] {
  return rows.flatMap((row) => {
    const goal = goals[row.state];
    if (goal === undefined || row.pools !== 100 || !ours.includes(row.tool)) return [];
    const share = shareOf(rows, row);
    const text = `100 pools, ${row.state}, ${row.tool}: 1/${(1 / share).toFixed(1)} of Chef's time, 1/${1 / goal} is the goal`;
    return [{ isMet: share <= goal, text }];
  });
}
