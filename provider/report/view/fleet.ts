import { type Block, type BlockEntry, blocksOf } from "./blocks";
import { listHosts } from "./list-hosts";
import { describeCounts } from "./counts";
import type { View } from "./model";
import { allowedName, endsProcesses } from "./sentences";

/** One row of the table of hosts: texts for people, empty where there is nothing to say. */
export interface FleetRow {
  readonly hosts: string;
  readonly pools: string;
  /** What changes or differs, or why nothing is known. */
  readonly about: string;
  /** On how many pools of each host worker processes end at once: `2`, `up to 4`. */
  readonly recycles: string;
  /** The names of risks that `--allow` needs: `stop,many`. */
  readonly allow: string;
  readonly isFailed: boolean;
}

const aboutTitles = { plan: "Changes", apply: "Result", drift: "Drift", lint: "", compare: "" } as const;

/** The columns that a table of hosts has: only those in which a row has something. */
export function fleetColumns(
  kind: View["kind"],
  rows: readonly FleetRow[],
): readonly { readonly title: string; readonly cellOf: (row: FleetRow) => string }[] {
  const columns: readonly { readonly title: string; readonly cellOf: (row: FleetRow) => string }[] = [
    { title: "Host", cellOf: ({ hosts }) => hosts },
    { title: "Pools", cellOf: ({ pools }) => pools },
    { title: aboutTitles[kind], cellOf: ({ about }) => about },
    { title: "Recycle now", cellOf: ({ recycles }) => recycles },
    { title: "Needs --allow", cellOf: ({ allow }) => allow },
  ];
  return columns.filter(({ cellOf }) => rows.some((row) => cellOf(row) !== ""));
}

/** The rows of the table of hosts, one for each block. */
export function fleetRows(view: View, blocks: readonly Block[] = blocksOf(view.hosts)): FleetRow[] {
  return blocks.map((block) => {
    const { hosts, pools = "", error, isSkipped = false, groups, notes, counts } = block;
    const name = `${listHosts(hosts, view.names)}${hosts.length > 2 ? ` (${hosts.length})` : ""}`;
    if (error !== undefined) {
      const about = isSkipped ? "skipped" : view.kind === "apply" ? "failed" : "could not be read";
      return {
        hosts: name,
        pools: "",
        about: `${about}: ${error.code}`,
        recycles: "",
        allow: "",
        isFailed: !isSkipped,
      };
    }
    const entries = groups.flatMap((group) => group.entries);
    const risks = notes.filter(({ kind }) => kind === "risk").map(allowedName);
    return {
      hosts: name,
      pools: pools.replace(/ pools?$/, ""),
      about: describeCounts(view.kind, counts),
      recycles: view.kind === "plan" ? countEnding(entries, block.mostPools) : "",
      allow: risks.join(","),
      isFailed: false,
    };
  });
}

/** Pools may be changed themselves and also inherit a change of `applicationPoolDefaults`, so their sum is a maximum. */
function countEnding(entries: readonly BlockEntry[], pools = Infinity): string {
  const ending = entries.filter(endsProcesses);
  // Plans of earlier versions do not have how many of the inheriting pools recycle.
  const inheriting = ending.flatMap(({ impact }) => impact?.recycles ?? impact?.pools ?? []);
  const count = inheriting.reduce((sum, ofDefaults) => sum + ofDefaults, ending.length - inheriting.length);
  if (count === 0) return "";
  return inheriting.length === 0 ? String(count) : `up to ${Math.min(pools, count)}`;
}
