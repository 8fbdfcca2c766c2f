import { humanDuration } from "../settings/codecs/timespan-text";
import { paths, type PoolView, recycleReasons } from "./pool-view";
import type { LintRule, Problem } from "./rule";

/** The public page on an item of DISA's guide for sites of IIS 10.0. */
function siteItem(id: string): string {
  return `https://stigviewer.com/stig/microsoft_iis_10.0_site/2021-06-23/finding/${id}`;
}

function stig(id: string, link: string, doc: string, check: (pool: PoolView) => readonly Problem[]): LintRule {
  return { id: `stig-${id}`, profile: "stig", severity: "info", doc, link, check };
}

/** A limit that the guide requires, and that is 0. */
function notSet(path: string, item: string): (pool: PoolView) => readonly Problem[] {
  return ({ number }) => (number(path) === 0 ? [{ path, message: `is 0, no limit; ${item} requires one` }] : []);
}

const conditions = [paths.time, paths.schedule, paths.requests, paths.memory, paths.privateMemory];

/**
 * The rules of DISA's Security Technical Implementation Guides for application pools. Exchange, SharePoint and WSUS are
 * exempt.
 */
export const stigRules: readonly LintRule[] = [
  stig("idle-timeout", siteItem("V-218762"), "V-218762: the idle time-out is enabled.", ({ seconds }) =>
    seconds(paths.idleTimeout) === 0
      ? [
          {
            path: paths.idleTimeout,
            message: "is 0, never; V-218762 requires a time-out, 20m or less on servers with little memory",
          },
        ]
      : [],
  ),
  stig(
    "requests",
    siteItem("V-218772"),
    "V-218772: the maximum number of requests is set.",
    notSet(paths.requests, "V-218772"),
  ),
  stig(
    "virtual-memory",
    siteItem("V-218773"),
    "V-218773: the limit of virtual memory is set.",
    notSet(paths.memory, "V-218773"),
  ),
  stig(
    "private-memory",
    siteItem("V-218774"),
    "V-218774: the limit of private memory is set.",
    notSet(paths.privateMemory, "V-218774"),
  ),
  stig("recycling", siteItem("V-218775"), "V-218775: at least one condition for recycling is set.", (pool) => {
    const isKnown = conditions.every((path) => pool.pool.settings[path] !== undefined);
    if (!isKnown || recycleReasons(pool).length > 0) return [];
    return [
      { path: paths.schedule, message: "nothing recycles the pool; V-218775 requires a condition, such as a schedule" },
    ];
  }),
  stig("recycling-logged", siteItem("V-218775"), "V-218775: the conditions for recycling are logged.", (pool) => {
    const logged = pool.list(paths.logged);
    const missing = recycleReasons(pool).filter(([flag]) => logged !== undefined && !logged.includes(flag));
    if (missing.length === 0) return [];
    return [
      { path: paths.logged, message: `V-218775 requires ${missing.map(([flag]) => flag).join(", ")} to be logged` },
    ];
  }),
  stig("pinging", siteItem("V-218776"), "V-218776: worker processes are pinged.", ({ bool }) =>
    bool(paths.pinging) === false
      ? [{ path: paths.pinging, message: "a worker process that hangs is not detected; V-218776 requires true" }]
      : [],
  ),
  stig("rapid-fail", siteItem("V-218777"), "V-218777: rapid-fail protection is enabled.", ({ bool }) =>
    bool(paths.rapidFail) === false ? [{ path: paths.rapidFail, message: "is off; V-218777 requires true" }] : [],
  ),
  stig(
    "rapid-fail-interval",
    siteItem("V-218778"),
    "V-218778: the failure interval is 5 minutes or less.",
    ({ seconds }) => {
      const interval = seconds(paths.rapidFailInterval) ?? 0;
      if (interval <= 300) return [];
      return [
        { path: paths.rapidFailInterval, message: `is ${humanDuration(interval)}; V-218778 requires 5m or less` },
      ];
    },
  ),
  stig(
    "queue-length",
    "http://securityrules.info/id/xurab-mulom-tukiz-konyx/SV-91571r1_rule",
    "SV-91571 of the guide for IIS 8.5: the queue holds 1000 requests or fewer.",
    ({ number }) => {
      const length = number(paths.queueLength) ?? 0;
      if (length <= 1000) return [];
      return [{ path: paths.queueLength, message: `is ${length}; SV-91571 (IIS 8.5) requires 1000 or less` }];
    },
  ),
];
