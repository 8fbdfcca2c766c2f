import { poolKey } from "../name-keys";
import { formatSeconds, humanDuration } from "../schema/timespan-text";
import { escapeHtml } from "./escape-html";
import { bandSeconds, type Collision, daySeconds, type HostTimeline, type PoolTimeline } from "./timeline";

/** Measures of the picture in its own units, which are pixels where it has room. */
const sizes = { name: 190, day: 768, row: 20, head: 26, right: 16 } as const;

/** Longer names are cut in the picture; its table has them in full. In characters. */
const longestName = 26;

const width = sizes.name + sizes.day + sizes.right;

/**
 * The 24 hours of a host as a picture: a row a pool, a tick where it recycles by schedule, fading dots where its
 * interval falls on the days of a week, columns where pools collide. It loads nothing and has no styles of its own.
 */
export function drawTimeline({ host, pools, collisions }: HostTimeline): string {
  const height = sizes.head + pools.length * sizes.row + 6;
  const columns = collisions.map(({ from, to, kind, pools: hit }) => {
    const span = (to - from + daySeconds) % daySeconds;
    const title = `<title>${escapeHtml(`${clock(from)} ${kind}: ${hit.join(", ")}`)}</title>`;
    // What reaches over midnight is drawn on both sides of it.
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

/** By pool: the collisions that it is in. */
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

/** Whether a time lies in a collision, which may reach over midnight. */
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
    ...(intervalSeconds === 0 ? [] : [`every ${humanDuration(intervalSeconds)}`]),
  ].join("; ");
}

/** Seconds since midnight as `hh:mm`, with seconds only where there are any. */
export function clock(seconds: number): string {
  return formatSeconds(seconds).replace(/^(\d\d:\d\d):00$/, "$1");
}

function x(second: number): number {
  return sizes.name + (second / daySeconds) * sizes.day;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
