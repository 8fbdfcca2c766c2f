import { poolKey } from "../../appcmd/parse-list";
import type { NeedsOf } from "../../engine/inspect";
import { needsOf } from "../../engine/needs-of";
import { describeChange } from "../../plan/change";
import { diffDesired } from "../../plan/diff";
import { findPool, type LiveHost } from "../../plan/live-host";
import { connectionKey } from "../../transport/connection";
import { withoutIgnored } from "./ignored-changes";
import { propertyDifferences } from "./property-differences";
import type { PropertyDifference, ResourceDiff } from "./resource";
import { desiredResource, inputsOf, type Properties, type ResourceInputs, type ResourceKind } from "./resource-inputs";
import { sessionFor } from "./sessions";
import { hasUnknowns, isUnknown } from "./unknowns";

/**
 * Compares what is declared with the live host, read once for all resources of a phase.
 *
 * @param ignored paths of what is not compared.
 * @throws IisError where the host cannot be read.
 */
export async function diffResource(
  kind: ResourceKind,
  allOlds: Properties,
  allNews: Properties,
  ignored: readonly string[] = [],
): Promise<ResourceDiff> {
  const replaced = replacements(allOlds, allNews);
  if (replaced.length > 0) return { changes: true, properties: replaced, differences: [] };
  if (hasUnknowns(allNews)) return { changes: true, properties: [], differences: [] };
  const [olds, news] = [withoutIgnored(allOlds, ignored), withoutIgnored(allNews, ignored)];
  const desired = desiredResource(kind, allNews, allOlds, ignored);
  const live = await lookAtHost(news, (pools) => needsOf([desired], pools));
  const change = diffDesired(desired, live);
  const properties = propertyDifferences(change, olds, news);
  const isMissing = desired.target !== "applicationPoolDefaults" && findPool(live, desired.target.pool) === undefined;
  const differences = change === undefined ? [] : isMissing ? ["missing on the host"] : describeChange(change);
  return { changes: change !== undefined || properties.length > 0, properties, differences };
}

/** Begins the look that the diffs of this phase share, while the engine is busy with the rest of the program. */
export function expectDiff(kind: ResourceKind, news: Properties): void {
  // Whoever waits for the look is told why it failed.
  if (!hasUnknowns(news)) lookAtHost(news, { defaults: kind === "defaults" }).catch(() => undefined);
}

async function lookAtHost(properties: Properties, needs: NeedsOf): Promise<LiveHost> {
  return sessionFor(inputsOf(properties).connection).look(needs);
}

/** Whether the connection leads to another host; one that is not known yet does not. */
export function isMoved(before: ResourceInputs, after: ResourceInputs): boolean {
  const { connection } = after;
  if (connection === before.connection) return false;
  return !hasUnknowns({ connection }) && connectionKey(before.connection) !== connectionKey(connection);
}

/** A name or a host that is not known yet may turn out to be the same: it replaces only where it is known to differ. */
function replacements(olds: Properties, news: Properties): PropertyDifference[] {
  const [before, after] = [inputsOf(olds), inputsOf(news)];
  const isRenamed = !isUnknown(after.name) && poolKey(before.name ?? "") !== poolKey(after.name ?? "");
  const replaced = [...(isRenamed ? ["name"] : []), ...(isMoved(before, after) ? ["connection"] : [])];
  return replaced.map((path) => ({ path, kind: "replace" }));
}
