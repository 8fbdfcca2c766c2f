import type { ListedPool } from "../../appcmd/answers/pools";
import { attributeOf } from "../../settings/app-pool-attributes";
import { identityTypePath } from "../../settings/key-path";
import { asList, equalSettings, type Settings, type SettingValue } from "../../settings/value";
import { humanDuration, secondsOfClock } from "../../settings/codecs/timespan-text";
import type { PoolChange, Renaming, SettingChange } from "../change/change";
import { settledState } from "../change/diff";
import { findPool, type LiveHost } from "../change/live-host";

/** When a change reaches running worker processes, and how. */
type ImpactKind =
  /** The new worker process starts first, the old one drains. */
  | "recycles now, overlapped"
  /** The old worker process ends first: a gap without a worker. */
  | "recycles now, not overlapped"
  /** Running worker processes go on with the old settings until something else recycles them. */
  | "on next start"
  /** No worker process can be running, or none is touched. */
  | "none"
  /** The pool stops serving: its applications answer 503. */
  | "stops now"
  /** The pool starts to serve. */
  | "starts now";

/** What a change does to what runs. */
export interface Impact {
  readonly kind: ImpactKind;
  /** What is lost with a worker process: in-process session state, caches, … Empty where no process ends. */
  readonly loses: readonly string[];
  /** Why, in one sentence, where it is not what one would expect. */
  readonly reason?: string;
  /** How many pools it can reach, for a change of `<applicationPoolDefaults>`. */
  readonly pools?: number;
}

/** What ends with a worker process. */
const lost: readonly string[] = ["in-process session state", "caches", "compiled pages"];

const noOverlap = "recycling.disallowOverlappingRotation";
const noRotation = "recycling.disallowRotationOnConfigChange";
const drainLimit = "processModel.shutdownTimeLimit";
const virtual = "ApplicationPoolIdentity";

/** Read by WAS when it starts itself, by no running worker process. */
const startOnly: readonly string[] = ["autoStart"];

/**
 * What a change does to the worker processes that run. What is not known to leave them alone counts as recycling them:
 * of settings, only `autoStart` is. Whether a worker process runs at all cannot be told from a pool's state, so a started
 * pool is taken to have one.
 *
 * @param pool the pool as it is; undefined where it does not exist, and for `<applicationPoolDefaults>`
 * @param live the host as it is, to tell which pools inherit what changes in `<applicationPoolDefaults>`
 */
export function impactOf(change: PoolChange, pool: ListedPool | undefined, live?: LiveHost): Impact {
  if (change.kind === "create") return { kind: "none", loses: [] };
  const drain = drainOf(pool?.settings);
  if (change.kind === "delete") {
    if (!mayRun(pool)) return { kind: "none", loses: [], reason: "it is stopped" };
    return {
      kind: "stops now",
      loses: lost,
      reason: `its worker process has ${drain} to end; its applications answer 503`,
    };
  }
  if (change.kind === "rename") return renamingImpact(change, live);
  if (change.target === "applicationPoolDefaults") return defaultsImpact(change.settings, live);
  const { state, settings } = change;
  if (state?.to === "Stopped") {
    return { kind: "stops now", loses: lost, reason: `its worker process has ${drain} to end, then it is ended` };
  }
  if (state?.to === "Started") return { kind: "starts now", loses: [] };
  if (!mayRun(pool)) return { kind: "on next start", loses: [], reason: "it is stopped" };
  return settingsImpact(settings, pool?.settings ?? {});
}

/** The applications end with the old pool's worker process and start in one of the new pool. */
function renamingImpact({ from, target, moves, settings }: Renaming, live: LiveHost | undefined): Impact {
  const old = live && findPool(live, from);
  const drain = drainOf(old?.settings);
  const isVirtual =
    (settings.find(({ path }) => path === identityTypePath)?.to ?? old?.settings[identityTypePath]) === virtual;
  const account = isVirtual
    ? `; they run as IIS AppPool\\${target.pool} from then on, and what grants rights to IIS AppPool\\${from} has to grant them anew`
    : "";
  const what = `the applications of "${from}" move and start anew in "${target.pool}", as the worker process of "${from}" has ${drain} to end`;
  if (moves.length === 0 || !mayRun(old)) {
    const why = moves.length === 0 ? `no application is in "${from}"` : `"${from}" is stopped; ${what}${account}`;
    return { kind: moves.length === 0 ? "none" : "on next start", loses: [], reason: why };
  }
  return { kind: "recycles now, not overlapped", loses: lost, reason: `${what}${account}` };
}

/** Whether worker processes may be running: where WAS does not answer, nobody knows. */
function mayRun(pool: ListedPool | undefined): boolean {
  return pool !== undefined && settledState(pool.state) !== "Stopped";
}

function settingsImpact(settings: readonly SettingChange[], before: Settings): Impact {
  if (settings.every(({ path }) => startOnly.includes(path))) {
    return {
      kind: "on next start",
      loses: [],
      reason: "autoStart is read when the Windows Process Activation Service starts",
    };
  }
  const after = (path: string): SettingValue | undefined => {
    const found = settings.find((one) => one.path === path);
    return found === undefined ? before[path] : found.to;
  };
  if (before[noRotation] === true && after(noRotation) === true) {
    const reason = "disallowRotationOnConfigChange is true: what runs keeps the old settings until it is recycled";
    return { kind: "on next start", loses: [], reason };
  }
  const drain = drainOf(before);
  if (before[noOverlap] === true || after(noOverlap) === true) {
    const reason = `disallowOverlappingRotation is true: requests wait while the old process has ${drain} to end, even with requests running, and the new one starts`;
    return { kind: "recycles now, not overlapped", loses: lost, reason };
  }
  const reason = `the old process drains ${drain} and is then ended even with requests running`;
  return { kind: "recycles now, overlapped", loses: lost, reason };
}

/** `up to 90 s`, as the pool is before the change: that is what its running process was started with. */
function drainOf(settings: Settings = {}): string {
  const limit = settings[drainLimit];
  const seconds = typeof limit === "string" ? secondsOfClock(limit) : undefined;
  if (seconds === undefined) return "up to its shutdownTimeLimit";
  return `up to ${seconds < 120 ? `${seconds} s` : humanDuration(seconds)}`;
}

/** The worst of what happens to the pools that inherit something of it. */
function defaultsImpact(settings: readonly SettingChange[], live: LiveHost | undefined): Impact {
  if (live === undefined) {
    return {
      kind: "recycles now, overlapped",
      loses: lost,
      reason: "it reaches every pool that inherits what changes",
    };
  }
  const reached = [...live.pools].flatMap(([key, pool]) => {
    const own = live.explicit?.pools.get(key);
    const inherited = settings.filter((change) =>
      mayInherit(change, pool, live.explicit === undefined ? undefined : (own ?? {})),
    );
    return inherited.length === 0 ? [] : [{ pool, inherited }];
  });
  const impacts = reached.map(({ pool, inherited }) =>
    mayRun(pool) ? settingsImpact(inherited, pool.settings) : ({ kind: "on next start", loses: [] } as const),
  );
  const worst = severity.find((kind) => impacts.some((impact) => impact.kind === kind)) ?? "none";
  const running = impacts.filter(({ loses }) => loses.length > 0).length;
  const atMost = live.explicit === undefined ? "up to " : "";
  const reason = `${atMost}${reached.length} of ${live.pools.size} pools inherit what changes, ${atMost}${running} of them recycle`;
  return { kind: worst, loses: running > 0 ? lost : [], reason, pools: reached.length };
}

/** The worst first. */
const severity: readonly ImpactKind[] = ["recycles now, not overlapped", "recycles now, overlapped", "on next start"];

/** Where it was not read what is explicit, a pool with the old effective value may inherit it. */
function mayInherit({ path, from }: SettingChange, pool: ListedPool, own: Settings | undefined): boolean {
  if (own !== undefined) return !(path in own) || attributeOf(path).codec.shape === "map";
  const value = pool.settings[path];
  if (value === undefined || from === undefined) return true;
  if (attributeOf(path).codec.shape === "scalar") return equalSettings(path, value, from);
  return attributeOf(path).codec.shape === "map" || asList(from).every((item) => asList(value).includes(item));
}
