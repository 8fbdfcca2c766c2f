import { poolKey } from "../../names";
import type { PoolRecycling } from "../../plan/results";
import { formatSeconds, spokenDuration } from "../../settings/codecs/timespan-text";
import { plural } from "../../text";
import {
  bandSeconds,
  type Collision,
  crowdPools,
  crowdSeconds,
  daySeconds,
  type HostTimeline,
  type PoolTimeline,
  timelineOf,
} from "../view/timeline";
import { escapeHtml } from "./escape";

/** Sizes of the picture in its own units, which are pixels if there is enough space. */
const sizes = { name: 190, day: 768, row: 20, head: 26, right: 16 } as const;

/** Longer names are cut in the picture, in characters; the table has the full names. */
const longestName = 26;

const width = sizes.name + sizes.day + sizes.right;

/**
 * The 24 hours of a host as a picture: a row for each pool, a tick for each scheduled recycle, fading dots for the
 * interval on each day of a week, and columns for collisions. It loads nothing and has no styles of its own.
 */
export function drawTimeline({ host, pools, collisions }: HostTimeline): string {
  const height = sizes.head + pools.length * sizes.row + 6;
  const columns = collisions.map(({ from, to, kind, pools: hit }) => {
    const span = (to - from + daySeconds) % daySeconds;
    const title = `<title>${escapeHtml(`${clock(from)} ${kind}: ${hit.join(", ")}`)}</title>`;
    // Parts that include midnight are drawn on both sides.
    const parts =
      from + span < daySeconds
        ? [[from, span]]
        : [
            [from, daySeconds - from],
            [0, to],
          ];
    return parts.map(([start = 0, length = 0]) => {
      const wide = Math.max(7, x(length) - x(0));
      const left = Math.max(sizes.name, x(start) - (wide - (x(length) - x(0))) / 2);
      return `<rect x="${round(left)}" y="${sizes.head - 4}" width="${round(wide)}" height="${height - sizes.head + 2}">${title}</rect>`;
    });
  });
  const ofPools = collisionsByPool(collisions);
  return [
    `<svg class="timeline" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"`,
    ` aria-label="${escapeHtml(`When the pools of ${host} recycle within 24 hours; the table below says the same`)}">`,
    `<g class="hits">${columns.flat().join("")}</g>`,
    ...hours(height),
    ...pools.map((pool, index) =>
      drawRow(pool, sizes.head + index * sizes.row + sizes.row / 2, ofPools.get(pool.pool)),
    ),
    "</svg>",
  ].join("");
}

function hours(height: number): string[] {
  return Array.from({ length: 25 }, (_, hour) => {
    const at = round(x(hour * 3600));
    const line = `<line class="${hour % 6 === 0 ? "six" : "hour"}" x1="${at}" y1="${sizes.head - 6}" x2="${at}" y2="${height}"/>`;
    const label = `<text class="clock" x="${at}" y="12">${String(hour).padStart(2, "0")}</text>`;
    return hour % 3 === 0 ? line + label : line;
  });
}

/** By pool: its collisions. */
function collisionsByPool(collisions: readonly Collision[]): Map<string, Collision[]> {
  const byPool = new Map<string, Collision[]>();
  for (const collision of collisions) {
    for (const pool of collision.pools) {
      const own = byPool.get(pool);
      if (own === undefined) byPool.set(pool, [collision]);
      else own.push(collision);
    }
  }
  return byPool;
}

/** Whether a time is in a collision, which may include midnight. */
function isWithin(second: number, { from, to }: Collision): boolean {
  return from <= to ? second >= from && second <= to : second >= from || second <= to;
}

function drawRow(
  { pool, schedule, intervalSeconds, drift }: PoolTimeline,
  y: number,
  collisions: readonly Collision[] = [],
): string {
  const band = intervalSeconds > 0 && intervalSeconds < bandSeconds;
  const marks = [
    ...(band ? [`<rect class="band" x="${sizes.name}" y="${y - 4}" width="${sizes.day}" height="8"/>`] : []),
    ...drift.map(({ day, second }) => `<circle class="day${day}" cx="${round(x(second))}" cy="${y}" r="4"/>`),
    ...schedule.map((second) => {
      const at = round(x(second));
      return `<line class="tick${collisions.some((one) => isWithin(second, one)) ? " clash" : ""}" x1="${at}" y1="${y - 8}" x2="${at}" y2="${y + 8}"/>`;
    }),
  ];
  const name = Array.from(pool);
  const shown = name.length > longestName ? `${name.slice(0, longestName - 1).join("")}…` : pool;
  const title = `<title>${escapeHtml(`${pool}: ${describeRecycling({ schedule, intervalSeconds })}`)}</title>`;
  return [
    `<g class="row" data-pool="${escapeHtml(poolKey(pool))}">${title}`,
    `<line class="base" x1="${sizes.name}" y1="${y}" x2="${sizes.name + sizes.day}" y2="${y}"/>`,
    ...[`<text x="${sizes.name - 10}" y="${y + 4}" text-anchor="end">${escapeHtml(shown)}</text>`, ...marks, "</g>"],
  ].join("");
}

/** `daily at 03:00, 15:00; every 29h`. */
export function describeRecycling({
  schedule,
  intervalSeconds,
}: Pick<PoolTimeline, "schedule" | "intervalSeconds">): string {
  return [
    ...(schedule.length === 0 ? [] : [`daily at ${schedule.map(clock).join(", ")}`]),
    ...(intervalSeconds === 0 ? [] : [`every ${spokenDuration(intervalSeconds)}`]),
  ].join("; ");
}

/** Seconds since midnight as `hh:mm`, with seconds only if they are not 0. */
export function clock(seconds: number): string {
  return formatSeconds(seconds).replace(/^(\d\d:\d\d):00$/, "$1");
}

function x(second: number): number {
  return sizes.name + (second / daySeconds) * sizes.day;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** When the pools of a host recycle automatically: a picture, its legend, and a table. */
export function timelineHtml(host: string, recycling: readonly PoolRecycling[], id: string): string {
  const timeline = timelineOf(host, recycling);
  const { pools, never, collisions } = timeline;
  const quiet =
    never.length === 0
      ? ""
      : `${plural(never.length, "pool never recycles", "pools never recycle")} by schedule or interval.`;
  if (pools.length === 0) return `<h3 id="${id}">Recycling within 24 hours</h3>\n<p class="soft">${quiet}</p>`;
  const hits = collisions.map(
    ({ kind, from, to, pools: hit }) =>
      `<tr><td>${clock(from)}${to === from ? "" : ` – ${clock(to)}`}</td><td>${kind}</td><td>${escapeHtml(hit.join(", "))}</td></tr>`,
  );
  return `<h3 id="${id}">Recycling within 24 hours, server's local time</h3>
<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(`Timeline of ${host}`)}">${drawTimeline(timeline)}</div>
${legend}
<p class="soft">${quiet}</p>
${hits.length === 0 ? "" : `<details open><summary>${plural(hits.length, "collision", "collisions")}</summary>\n<table class="when"><thead><tr><th scope="col">Time</th><th scope="col">What</th><th scope="col">Pools</th></tr></thead><tbody>${hits.join("\n")}</tbody></table>\n</details>`}
<details><summary>The same as a table</summary>
<table><thead><tr><th scope="col">Pool</th><th scope="col">Recycles</th></tr></thead><tbody>${rowsHtml(timeline)}</tbody></table>
</details>`;
}

function rowsHtml({ pools, never }: HostTimeline): string {
  const rows = [
    ...pools.map((pool) => [pool.pool, describeRecycling(pool)] as const),
    ...never.map((pool) => [pool, "never automatically"] as const),
  ];
  return rows.map(([pool, when]) => `<tr><td>${escapeHtml(pool)}</td><td>${when}</td></tr>`).join("\n");
}

const crowd = `same minute, or more than ${crowdPools} pools within ${crowdSeconds / 60} minutes`;

const legend = `<ul class="legend">
<li><svg width="10" height="16" aria-hidden="true"><line class="tick" x1="5" y1="2" x2="5" y2="14"/></svg>by schedule, every day</li>
<li><svg width="58" height="16" aria-hidden="true">${[0, 1, 2, 3, 4, 5, 6].map((day) => `<circle class="day${day}" cx="${5 + day * 8}" cy="8" r="3.5"/>`).join("")}</svg>by interval, drifting over the 7 days of a week: as if the worker process had started at 00:00 of the first day. When it really starts is not known, so all dots of a row shift together</li>
<li><svg width="26" height="16" aria-hidden="true"><rect class="band" x="0" y="4" width="26" height="8"/></svg>by an interval of less than an hour</li>
<li><svg width="10" height="16" aria-hidden="true"><rect class="hit" x="1" y="0" width="8" height="16"/><line class="tick clash" x1="5" y1="2" x2="5" y2="14"/></svg>collision by schedule: ${crowd}</li>
</ul>`;
