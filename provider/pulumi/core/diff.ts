import { poolKey } from "../../names";
import type { NeedsOf } from "../../engine/inspect";
import { nameRequest, needsOf, refusal } from "../../engine/apply/request";
import { IisError, messageWithCode } from "../../errors";
import type { Desired } from "../../plan/change/desired";
import { diffDesired } from "../../plan/change/diff";
import { findPool, type LiveHost } from "../../plan/change/live-host";
import { findAttribute, settingAttributes } from "../../settings/app-pool-attributes";
import { connectionKey } from "../../connection/connection";
import { checkReplacement } from "./preview-checks";
import { desiredResource } from "./desired-resource";
import {
  inputsOf,
  otherSettings,
  type Properties,
  type ResourceInputs,
  type ResourceKind,
  withoutIgnored,
} from "./resource-inputs";
import { poolOwners } from "./owners/pool-owners";
import { type DiffOptions, poolPlace, type PropertyDifference, type ResourceDiff } from "./resource";
import { propertyDifferences } from "./property-differences";
import { reportOnce, sessionFor } from "./sessions";
import { hasUnknowns, holdsUnknownAt, isUnknown, splitUnknowns } from "./unknowns";
import { describeSides, hidden, type PoolChange, type SettingChange } from "../../plan/change/change";
import { explainZero, nameSetting } from "../../settings/value";
import { Secret } from "../../secret";

/**
 * Compares the declaration with the live host, which is read once for all resources of a phase. A host that does not
 * respond is a warning: the update reports it if it still does not.
 *
 * @throws IisError if the host refuses to be read, or if a replacement could not be created: nothing is deleted then
 */
export async function diffResource(
  kind: ResourceKind,
  allOlds: Properties,
  allNews: Properties,
  { ignored = [], urn }: DiffOptions = {},
): Promise<ResourceDiff> {
  const replaced = replacements(allOlds, allNews);
  if (replaced.length > 0) {
    const warnings = kind === "pool" ? await checkReplacement(allOlds, allNews) : [];
    return { changes: true, properties: replaced, differences: [], warnings };
  }
  const { name, connection } = allNews;
  // It may still be replaced: the engine requests such a diff if a dependency of the pool is replaced.
  if (hasUnknowns({ name, connection })) return { changes: true, properties: [], differences: [] };
  const place = kind === "pool" ? poolPlace(allOlds) : undefined;
  if (place !== undefined) poolOwners.keep(place, urn);
  const undecided = unknownSettings(allNews);
  const passedOver = [...ignored, ...undecided];
  const [olds, news] = [withoutIgnored(allOlds, passedOver), withoutIgnored(allNews, passedOver)];
  const desired = desiredResource(kind, allNews, allOlds, passedOver);
  try {
    const live = await readHost(news, (pools) => needsOf([desired], pools));
    const diff = compare(desired, olds, news, live);
    // If properties were listed, the engine would report that nothing else changes.
    return undecided.length > 0 ? { ...diff, changes: true, properties: [] } : diff;
  } catch (error) {
    if (!(error instanceof IisError) || error.code !== "UNREACHABLE") throw error;
    const warnings = reportOnce(
      `not compared with the host, so its resources are shown as changed: ${messageWithCode(error)}`,
    );
    const properties = undecided.length > 0 ? [] : propertyDifferences(undefined, olds, news);
    return { changes: true, properties, differences: [], warnings };
  }
}

function compare(desired: Desired, olds: Properties, news: Properties, live: LiveHost): ResourceDiff {
  const change = diffDesired(desired, live);
  const properties = propertyDifferences(change, olds, news);
  const isMissing = desired.target !== "applicationPoolDefaults" && findPool(live, desired.target.pool) === undefined;
  const differences =
    change === undefined
      ? []
      : isMissing
        ? ["missing on the server, and will be created again"]
        : describeLiveDifferences(change);
  const request = { kind: "ensure", desired } as const;
  const refused = change === undefined ? undefined : refusal(request, live, undefined);
  const { host } = sessionFor(inputsOf(news).connection).transport;
  const warnings = refused === undefined ? [] : [messageWithCode(nameRequest(host, request, refused))];
  return { changes: change !== undefined || properties.length > 0, properties, differences, warnings };
}

/** Paths of values that are not known yet, a list or map as a whole. */
function unknownSettings(news: Properties): string[] {
  const { unknown } = splitUnknowns(news);
  return [...settingAttributes.map(({ path }) => path), ...otherSettings].filter((path) =>
    holdsUnknownAt(unknown, path),
  );
}

/** Starts the read that the diffs of this phase share, while the engine runs the rest of the program. */
export function expectDiff(kind: ResourceKind, news: Properties): void {
  // All callers that wait for this read get its error.
  if (!hasUnknowns(news)) readHost(news, { defaults: kind === "defaults" }).catch(() => undefined);
}

async function readHost(properties: Properties, needs: NeedsOf): Promise<LiveHost> {
  return sessionFor(inputsOf(properties).connection).look(needs);
}

/** Whether the connection leads to another host; one that is not known yet does not. */
export function isMoved(before: ResourceInputs, after: ResourceInputs): boolean {
  const { connection } = after;
  if (connection === before.connection) return false;
  return !hasUnknowns({ connection }) && connectionKey(before.connection) !== connectionKey(connection);
}

/** A name or host that is not known yet may be the same: only a known difference replaces. */
function replacements(olds: Properties, news: Properties): PropertyDifference[] {
  const [before, after] = [inputsOf(olds), inputsOf(news)];
  const isRenamed = !isUnknown(after.name) && poolKey(before.name ?? "") !== poolKey(after.name ?? "");
  const replaced = [...(isRenamed ? ["name"] : []), ...(isMoved(before, after) ? ["connection"] : [])];
  return replaced.map((path) => ({ path, kind: "replace" }));
}

/**
 * Each difference between a server and the program in words, without the pool:
 * `Private Memory Limit (recycling.periodicRestart.privateMemory) is off (no limit), program says 1.5 GB`. The engine shows the
 * value of the state in place of the live one.
 */
function describeLiveDifferences(change: PoolChange): string[] {
  if (change.kind === "delete") return [];
  const { state } = change;
  const [from, to] = state?.isHidden === true ? [hidden, hidden] : [state?.from, state?.to ?? ""];
  const ofState = state === undefined ? [] : [describeDifference("state", from, `program says ${to}`)];
  return [...change.settings.map(describeSettingDifference), ...ofState];
}

function describeSettingDifference(change: SettingChange): string {
  const { path, from, to, isHidden } = change;
  const shown = describeSides(change);
  const desired =
    shown.to === undefined
      ? "program does not set it"
      : `program says ${(isHidden === true && from !== undefined) || areSet(from, to) ? "another " : ""}${explainZero(path, shown.to)}`;
  return describeDifference(path, shown.from === undefined ? undefined : explainZero(path, shown.from), desired);
}

/** Whether both are secrets that are not empty, and so are shown alike. */
function areSet(...sides: readonly unknown[]): boolean {
  return sides.every((side) => side instanceof Secret && side.isSet);
}

function describeDifference(path: string, live: string | undefined, desired: string): string {
  const name = nameSetting(findAttribute(path) ?? { path });
  return `${name} is ${live ?? "not set"}, ${desired}`;
}
