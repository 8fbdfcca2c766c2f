import { listNames } from "../../text";
import { accountPaths, identityPaths } from "../../settings/key-path";
import { targetName } from "../change/desired";
import type { PlannedChange, Risk } from "../results";
import { identityTypeOf, isAccountSet } from "../change/identity";
import type { LiveHost } from "../change/live-host";
import { howToAllow } from "./risk-names";

/** The maximum share of a host's pools that may change in one plan; more is a risk that must be confirmed. */
const maxChangedShare = 0.3;

/**
 * The minimum number of changed pools for the share to count. With a lower number, a few changes would be a risk on
 * every small host, although people read such plans completely.
 */
const minChangedPools = 6;

/**
 * Why the changes of a host must be confirmed; empty if they do not. New pools are no risk, because they affect no
 * existing pool. A change of `<applicationPoolDefaults>` counts for every pool that it can affect.
 *
 * @param live the host before the change
 */
export function assessRisks(host: string, changes: readonly PlannedChange[], live: LiveHost): Risk[] {
  const livePools = live.pools.size;
  const named = (test: (planned: PlannedChange) => boolean): string[] =>
    changes.filter(test).map(({ change }) => targetName(change.target));
  return [
    ...manyPools(host, changes, livePools),
    ...risk("delete", host, named(isDeletion), livePools, "would be deleted"),
    ...risk("stop", host, named(isStop), livePools, "would be stopped, and their applications would respond with 503"),
    ...risk(
      "rename",
      host,
      named(isRename),
      livePools,
      "would replace another pool, which is deleted; its applications restart",
    ),
    ...risk(
      "identity",
      host,
      named((one) => changesIdentity(one, live)),
      livePools,
      "would run as another account or with another password",
    ),
  ];
}

function isDeletion({ change }: PlannedChange): boolean {
  return change.kind === "delete";
}

function isRename({ change }: PlannedChange): boolean {
  return change.kind === "rename";
}

function isStop({ change }: PlannedChange): boolean {
  return change.kind === "update" && change.state?.to === "Stopped";
}

/** Removing an account that is not in use does not change the pool's identity. */
function changesIdentity({ change }: PlannedChange, live: LiveHost): boolean {
  if (change.kind !== "update") return false;
  const identity = change.settings.filter(({ path }) => identityPaths.includes(path));
  const removes = identity.every(({ path, to }) => accountPaths.includes(path) && !isAccountSet(to));
  const type = identityTypeOf(change.target, live);
  return identity.length > 0 && !(removes && type !== undefined && type !== "SpecificUser");
}

function manyPools(host: string, changes: readonly PlannedChange[], livePools: number): Risk[] {
  const touching = changes.filter(({ change }) => change.kind !== "create");
  const own = touching.filter(({ change }) => change.target !== "applicationPoolDefaults").length;
  const inheriting = touching.map(({ impact }) => impact.pools ?? 0).reduce((most, pools) => Math.max(most, pools), 0);
  // A pool may be changed itself and also inherit a change: the sum is at most the number of pools.
  const count = Math.min(livePools, own + inheriting);
  if (count < minChangedPools || count <= livePools * maxChangedShare) return [];
  const atMost = inheriting > 0 && own > 0 ? "up to " : "";
  const share = `${Math.round((count / livePools) * 100)} %, more than ${maxChangedShare * 100} %`;
  const problem = `${atMost}${count} of ${livePools} pools would change (${share})`;
  const hint = `Read the plan. ${howToAllow({ rule: "many-pools" })}`;
  return [{ rule: "many-pools", host, problem, hint, pools: touching.map(({ change }) => targetName(change.target)) }];
}

/** The maximum number of names in a message. */
const shownNames = 5;

function risk(rule: Risk["rule"], host: string, pools: readonly string[], livePools: number, what: string): Risk[] {
  if (pools.length === 0) return [];
  const names = pools.map((name) => `"${name}"`);
  const counted = `${pools.length} of ${livePools} pools`;
  const problem = `${counted} ${what}: ${listNames(names, shownNames)}`;
  return [{ rule, host, problem, hint: howToAllow({ rule }), pools }];
}
