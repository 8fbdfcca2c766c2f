import type { PoolRecycling } from "../plan/host-plan";
import { plural } from "../plural";
import { escapeHtml } from "./escape-html";
import { crowdPools, crowdSeconds, type HostTimeline, timelineOf } from "./timeline";
import { clock, describeRecycling, drawTimeline } from "./timeline-svg";

/** When the pools of a host recycle by themselves: a picture, its legend, and the same as a table. */
export function timelineHtml(host: string, recycling: readonly PoolRecycling[], id: string): string {
  const timeline = timelineOf(host, recycling);
  const { pools, never, collisions } = timeline;
  const quiet =
    never.length === 0 ? "" : `${plural(never.length, "pool", "pools")} never recycle by schedule or interval.`;
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
    ...never.map((pool) => [pool, "never by itself"] as const),
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
