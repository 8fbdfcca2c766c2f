import type { ListedPool } from "../../appcmd/answers/pools";
import { attributeOf } from "../../settings/app-pool-attributes";
import { identityTypePath } from "../../settings/key-path";
import { asList, equalSettings, type Settings, type SettingValue } from "../../settings/value";
import { secondsOfClock, spokenDuration } from "../../settings/codecs/timespan-text";
import type { PoolChange, Renaming, SettingChange } from "../change/change";
import { finalState } from "../change/diff";
import { findPool, type LiveHost } from "../change/live-host";

/** When and how a change affects running worker processes. */
type ImpactKind =
  /** The new worker process starts first, the old one drains. */
  | "recycles now, overlapped"
  /** The old worker process ends first: there is a gap without a worker process. */
  | "recycles now, not overlapped"
  /** Running worker processes keep the old settings until they recycle for another reason. */
  | "on next start"
  /** No worker process can be running, or none is affected. */
  | "none"
  /** The pool stops: its applications respond with 503. */
  | "stops now"
  /** The pool starts. */
  | "starts now";

/** The effect of a change on running worker processes. */
export interface Impact {
  readonly kind: ImpactKind;
  /** What is lost with a worker process: in-process session state, caches, … Empty if no process ends. */
  readonly loses: readonly string[];
  /** The reason in one sentence, if the effect is not obvious. */
  readonly reason?: string;
  /** The number of pools that a change of `<applicationPoolDefaults>` can affect. */
  readonly pools?: number;
  /** How many of them it recycles at once. */
  readonly recycles?: number;
}

/** What is lost when a worker process ends. */
const lost: readonly string[] = ["in-process session state", "caches", "compiled pages"];

const noOverlap = "recycling.disallowOverlappingRotation";
const noRotation = "recycling.disallowRotationOnConfigChange";
const drainLimit = "processModel.shutdownTimeLimit";
const virtual = "ApplicationPoolIdentity";

/** WAS reads these when it starts; running worker processes do not. */
const startOnly: readonly string[] = ["autoStart"];

/**
 * The effect of a change on running worker processes. Every setting except `autoStart` counts as recycling them,
 * because only that one is known not to. A pool's state does not show whether a worker process runs, so a started pool
 * counts as running.
 *
 * @param pool the pool on the host; undefined if it does not exist, and for `<applicationPoolDefaults>`
 * @param live the host, to find the pools that inherit a change of `<applicationPoolDefaults>`
 */
export function impactOf(change: PoolChange, pool: ListedPool | undefined, live?: LiveHost): Impact {
  if (change.kind === "create") return { kind: "none", loses: [] };
  const drain = drainOf(pool?.settings);
  if (change.kind === "delete") {
    if (!mayRun(pool)) return { kind: "none", loses: [], reason: "it is stopped" };
    return {
      kind: "stops now",
      loses: lost,
      reason: `its worker process has ${drain} to end; its applications respond with 503`,
    };
  }
  if (change.kind === "rename") return renamingImpact(change, live);
  if (change.target === "applicationPoolDefaults") return defaultsImpact(change.settings, live);
  const { state, settings } = change;
  if (state?.to === "Stopped") {
    return { kind: "stops now", loses: lost, reason: `its worker process has ${drain} to end, then it is killed` };
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
    ? `; they then run as IIS AppPool\\${target.pool}, so rights that were granted to IIS AppPool\\${from} must be granted again`
    : "";
  const what = `the applications of "${from}" move to "${target.pool}" and restart there; the worker process of "${from}" has ${drain} to end`;
  if (moves.length === 0 || !mayRun(old)) {
    const why = moves.length === 0 ? `no application is in "${from}"` : `"${from}" is stopped; ${what}${account}`;
    return { kind: moves.length === 0 ? "none" : "on next start", loses: [], reason: why };
  }
  return { kind: "recycles now, not overlapped", loses: lost, reason: `${what}${account}` };
}

/** Whether worker processes may be running; true if WAS does not respond. */
function mayRun(pool: ListedPool | undefined): boolean {
  return pool !== undefined && finalState(pool.state) !== "Stopped";
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
    const reason =
      "disallowRotationOnConfigChange is true: running worker processes keep the old settings until they recycle";
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

/** `up to 90 s`, from the settings before the change: the running process uses those. */
function drainOf(settings: Settings = {}): string {
  const limit = settings[drainLimit];
  const seconds = typeof limit === "string" ? secondsOfClock(limit) : undefined;
  if (seconds === undefined) return "up to its shutdownTimeLimit";
  return `up to ${spokenDuration(seconds)}`;
}

/** The worst effect on the pools that inherit a part of the change. */
function defaultsImpact(settings: readonly SettingChange[], live: LiveHost | undefined): Impact {
  if (live === undefined) {
    return {
      kind: "recycles now, overlapped",
      loses: lost,
      reason: "it affects every pool that inherits the changed settings",
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
  const reason = `${atMost}${reached.length} of ${live.pools.size} pools inherit the changed settings, ${atMost}${running} of them recycle`;
  return { kind: worst, loses: running > 0 ? lost : [], reason, pools: reached.length, recycles: running };
}

/** The worst first. */
const severity: readonly ImpactKind[] = ["recycles now, not overlapped", "recycles now, overlapped", "on next start"];

/** If explicit values were not read, a pool with the old effective value may inherit it. */
function mayInherit({ path, from }: SettingChange, pool: ListedPool, own: Settings | undefined): boolean {
  if (own !== undefined) return !(path in own) || attributeOf(path).codec.shape === "map";
  const value = pool.settings[path];
  if (value === undefined || from === undefined) return true;
  if (attributeOf(path).codec.shape === "scalar") return equalSettings(path, value, from);
  return attributeOf(path).codec.shape === "map" || asList(from).every((item) => asList(value).includes(item));
}
