import { plural } from "../../text";
import { listHosts } from "../view/list-hosts";
import type { HostView, View } from "../view/model";
import { daySeconds, timelineOf } from "../view/timeline";
import { escapeHtml } from "./escape";
import { clock } from "./timeline";

/** Sizes of the picture in its own units. */
const sizes = { name: 190, day: 768, row: 16, head: 26, right: 16 } as const;

/** The width of a cell in seconds. */
const cellSeconds = 900;

/** Longer names are cut in the picture, in characters. */
const longestName = 26;

/**
 * When the pools of all hosts recycle by schedule within 24 hours: a row for hosts with the same times, a cell for a quarter of
 * an hour, darker the more pools recycle in it. Empty for a report of fewer than two hosts, and without schedules.
 */
export function fleetTimelineHtml({ hosts, names: all }: View): string {
  const known = hosts.filter(({ recycling }) => recycling.length > 0);
  const rows = [...Map.groupBy(known, (host) => JSON.stringify(countsOf(host))).values()].map((of) => ({
    name: listHosts(
      of.map(({ host }) => host),
      all,
    ),
    counts: of[0] === undefined ? [] : countsOf(of[0]),
  }));
  if (known.length < 2 || rows.every(({ counts }) => counts.length === 0)) return "";
  const width = sizes.name + sizes.day + sizes.right;
  const height = sizes.head + rows.length * sizes.row + 6;
  const cells = rows.map(({ name, counts }, index) => rowSvg(name, counts, sizes.head + index * sizes.row));
  const label = `When the pools of ${plural(known.length, "host", "hosts")} recycle by schedule within 24 hours; the timelines of the hosts say the same`;
  return `<section class="host"><h2>Recycling of all hosts by schedule, servers' local time</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Recycling of all hosts"><svg class="timeline heat" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeHtml(label)}">${hoursSvg(height)}${cells.join("")}</svg></div>
<p class="soft">A cell is a quarter of an hour: one pool, two or three, four and more. Recycles by interval are in the timelines of the hosts.</p>
</section>`;
}

/** The number of recycles by schedule in each cell that has any. */
function countsOf({ host, recycling }: HostView): readonly (readonly [cell: number, count: number])[] {
  const seconds = timelineOf(host, recycling).pools.flatMap(({ schedule }) => schedule);
  const cells = Map.groupBy(seconds, (second) => Math.floor(second / cellSeconds));
  return [...cells].map(([cell, of]) => [cell, of.length] as const).sort(([a], [b]) => a - b);
}

function rowSvg(name: string, counts: readonly (readonly [number, number])[], y: number): string {
  const shown = Array.from(name);
  const short = shown.length > longestName ? `${shown.slice(0, longestName - 1).join("")}…` : name;
  const cellWidth = (sizes.day * cellSeconds) / daySeconds;
  const cells = counts.map(([cell, count]) => {
    const from = clock(cell * cellSeconds);
    const title = `<title>${escapeHtml(`${name}, from ${from}: ${plural(count, "pool", "pools")}`)}</title>`;
    const look = count > 3 ? 3 : count > 1 ? 2 : 1;
    return `<rect class="n${look}" x="${sizes.name + cell * cellWidth}" y="${y + 2}" width="${cellWidth}" height="${sizes.row - 4}">${title}</rect>`;
  });
  return `<g><text x="${sizes.name - 10}" y="${y + 12}" text-anchor="end">${escapeHtml(short)}</text>${cells.join("")}</g>`;
}

function hoursSvg(height: number): string {
  return [0, 3, 6, 9, 12, 15, 18, 21, 24]
    .map((hour) => {
      const at = sizes.name + (hour * 3600 * sizes.day) / daySeconds;
      return `<line class="hour" x1="${at}" y1="${sizes.head - 6}" x2="${at}" y2="${height}"/><text class="clock" x="${at}" y="12">${String(hour).padStart(2, "0")}</text>`;
    })
    .join("");
}
