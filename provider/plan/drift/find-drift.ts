import type { EditTarget } from "../../appcmd/edit";
import type { IgnoreRule } from "../../pool-file/pool-file";
import { poolKey } from "../../names";
import type { Position } from "../../errors";
import { accountPaths, identityTypePath } from "../../settings/key-path";
import { isOther, otherPath } from "../../settings/other-attributes";
import type { SettingValue } from "../../settings/value";
import type { PoolChange } from "../change/change";
import { type DesiredHost, targetName } from "../change/desired";
import { diffDesired } from "../change/diff";
import type { DriftFinding, HostDrift, Suppressed } from "./drift";
import type { PlannedChange } from "../results";
import { ignoresPool, suppressing } from "./ignore";
import { isAccountLeftOver, isAccountSet } from "../change/identity";
import { impactOf } from "../assess/impact";
import { findPool, type LiveHost, unknownPlace } from "../change/live-host";
import { undeclaredPools } from "./prunable-pools";
import { unreadableSettings } from "../change/unreadable";

/**
 * The differences between a host and the desired side. Undeclared settings and unknown attributes are reported only for
 * declared pools, an unknown pool as a whole.
 *
 * @param live with `explicit`, without which no undeclared setting and no unknown attribute is found
 */
export function findDrift(desiredHost: DesiredHost, live: LiveHost): HostDrift {
  const found = [
    ...declaredDifferences(desiredHost, live),
    ...undeclaredSettings(desiredHost, live),
    ...undeclaredPools(live, desiredHost).map((pool): DriftFinding => ({ kind: "unknown pool", pool })),
    ...unknownAttributes(desiredHost, live),
  ].map((finding) => ignore(finding, desiredHost.ignore));
  const left = found.flatMap(({ left }) => left);
  const suppressed = found.flatMap((one) => one.suppressed);
  const unreadable = unreadableSettings(desiredHost.desired, live);
  const stopped = stoppedPools(desiredHost, live);
  return {
    host: desiredHost.host,
    pools: live.pools.size,
    ...(unreadable.length > 0 && { unreadable }),
    ...(stopped.length > 0 && { stopped }),
    declared: left.flatMap((one) => (one.kind === "declared" ? [plannedOf(one.change, desiredHost, live)] : [])),
    undeclared: left.filter((one) => one.kind === "undeclared"),
    unknownPools: left.flatMap((one) => (one.kind === "unknown pool" ? [one.pool] : [])),
    unknownSettings: left.filter((one) => one.kind === "unknown setting"),
    suppressed,
    unusedRules: desiredHost.ignore.filter((rule) => suppressed.every((one) => one.rule !== rule)),
  };
}

/** Declared pools that were stopped by hand, as far as the host shows that: without a declared state that is no difference. */
function stoppedPools({ desired }: DesiredHost, live: LiveHost): string[] {
  return desired.flatMap(({ target, state }) => {
    if (target === "applicationPoolDefaults" || state !== undefined) return [];
    const pool = findPool(live, target.pool);
    return pool?.state === "Stopped" && pool.settings["autoStart"] !== false ? [pool.name] : [];
  });
}

interface Judged {
  readonly left: readonly DriftFinding[];
  readonly suppressed: readonly Suppressed[];
}

function declaredDifferences(desiredHost: DesiredHost, live: LiveHost): DriftFinding[] {
  const changes = desiredHost.desired.map((desired) => diffDesired(desired, live));
  const deletions = desiredHost.absent.flatMap((name): PoolChange[] => {
    const pool = findPool(live, name);
    return pool === undefined ? [] : [{ kind: "delete", target: { pool: pool.name } }];
  });
  return [...deletions, ...changes].flatMap((change) =>
    change === undefined ? [] : [{ kind: "declared", pool: targetName(change.target), change }],
  );
}

function undeclaredSettings({ desired }: DesiredHost, live: LiveHost): DriftFinding[] {
  return desired.flatMap(({ target, settings, inherit }) => {
    const isDefaults = target === "applicationPoolDefaults";
    const explicit = isDefaults ? live.explicit?.defaults : live.explicit?.pools.get(poolKey(target.pool));
    const pool = liveName(target, live);
    // For an account that the declared identity excludes, set parts differ and empty parts do not.
    const isExcluded = (path: string, value: SettingValue): boolean =>
      inherit.includes(path) && (!isAccountSet(value) || isAccountLeftOver(path, target, live));
    return Object.entries(explicit ?? {})
      .filter(([path, value]) => !(path in settings) && !isOther(path) && !isExcluded(path, value))
      .map(([path, value]) => ({ kind: "undeclared", pool, path, value }));
  });
}

/** Only those that are explicit: a newer IIS prints its own defaults, and inherited values, for every pool. */
function unknownAttributes({ desired }: DesiredHost, live: LiveHost): DriftFinding[] {
  const found = Object.keys(live.explicit?.unknown ?? {}).flatMap((path) => unknownPlace(path) ?? []);
  return desired.flatMap(({ target, settings }) => {
    const key = target === "applicationPoolDefaults" ? undefined : poolKey(target.pool);
    return found
      .filter((one) => one.pool === key && !(otherPath(one.attribute) in settings))
      .map(({ attribute: path }) => ({ kind: "unknown setting", pool: liveName(target, live), path }));
  });
}

/** The name as on the host, where its letter case may be another. */
function liveName(target: EditTarget, live: LiveHost): string {
  return target === "applicationPoolDefaults" ? target : (findPool(live, target.pool)?.name ?? target.pool);
}

function ignore(finding: DriftFinding, rules: readonly IgnoreRule[]): Judged {
  const { pool } = finding;
  const whole = rules.find((rule) => ignoresPool(rule, pool));
  if (whole !== undefined) return { left: [], suppressed: [{ finding, rule: whole }] };
  switch (finding.kind) {
    case "declared":
      return ignoreDeclared(finding.change, rules);
    case "undeclared":
      return judge(finding, suppressing(rules, pool, finding.path, undefined, finding.value));
    case "unknown setting":
      return judge(finding, suppressing(rules, pool, finding.path, undefined, undefined));
    case "unknown pool":
      return { left: [finding], suppressed: [] };
  }
}

function judge(finding: DriftFinding, rules: readonly IgnoreRule[]): Judged {
  return { left: rules.length === 0 ? [finding] : [], suppressed: rules.map((rule) => ({ finding, rule })) };
}

/** A setting is suppressed by its path; a missing or unknown pool only by a rule for the whole pool. */
function ignoreDeclared(change: PoolChange, rules: readonly IgnoreRule[]): Judged {
  const pool = targetName(change.target);
  if (change.kind !== "update") return { left: [{ kind: "declared", pool, change }], suppressed: [] };
  const { state, settings, ...rest } = change;
  const judged = settings.map((one) => ({ one, rules: suppressing(rules, pool, one.path, one.from, one.to) }));
  const kept = judged.filter((each) => each.rules.length === 0).map(({ one }) => one);
  const stateRules = state === undefined ? [] : suppressing(rules, pool, "state", undefined, undefined);
  const keptState = stateRules.length === 0 ? state : undefined;
  const finding = (part: Pick<typeof change, "settings" | "state">): DriftFinding => ({
    ...{ kind: "declared", pool },
    change: { ...rest, ...part },
  });
  const suppressed = [
    ...judged.flatMap(({ one, rules }) => rules.map((rule) => ({ finding: finding({ settings: [one] }), rule }))),
    ...stateRules.map((rule) => ({ finding: finding({ settings: [], ...(state && { state }) }), rule })),
  ];
  if (kept.length === 0 && keptState === undefined) return { left: [], suppressed };
  return { left: [finding({ settings: kept, ...(keptState && { state: keptState }) })], suppressed };
}

function plannedOf(change: PoolChange, desiredHost: DesiredHost, live: LiveHost): PlannedChange {
  const name = targetName(change.target);
  return {
    change,
    reason: change.kind === "delete" ? "absent" : "declared",
    impact: impactOf(change, change.target === "applicationPoolDefaults" ? undefined : findPool(live, name), live),
    positions: positionsOf(change, desiredHost),
  };
}

/** The places of the differences in the file; an implied setting has the place of the setting that implies it. */
export function positionsOf(change: PoolChange, desiredHost: DesiredHost): Record<string, Position> {
  const declared = desiredHost.declarations.get(poolKey(targetName(change.target)))?.positions ?? {};
  const paths = change.kind === "delete" ? [] : change.settings.map(({ path }) => path);
  const places = ["", "state", "renamedFrom", ...paths].map(
    (path) => [path, declared[path] ?? declared[impliedBy(path)]] as const,
  );
  return Object.fromEntries(places.filter((place): place is [string, Position] => place[1] !== undefined));
}

/**
 * The setting that implies an undeclared one: `state` implies `autoStart`, the identity type implies an empty account.
 */
function impliedBy(path: string): string {
  if (path === "autoStart") return "state";
  return accountPaths.includes(path) ? identityTypePath : path;
}
