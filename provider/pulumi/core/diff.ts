import { isDeepStrictEqual } from "node:util";
import { poolKey } from "../../appcmd/parse-list";
import { describeChange } from "../../plan/change";
import { diffDesired } from "../../plan/diff";
import { findPool } from "../../plan/live-host";
import { connectionKey } from "../../transport/connection";
import { desiredResource, inputsOf, type Properties, type ResourceKind, settingsOf } from "./resource-inputs";
import { sessionFor } from "./sessions";
import { hasUnknowns, isUnknown } from "./unknowns";

/** What the engine asks of a diff. */
export interface ResourceDiff {
  readonly changes: boolean;
  /** Properties whose change needs a new pool. The old one goes first: the name is its key. */
  readonly replaces: readonly string[];
  /** Each live difference in words, never a secret. */
  readonly differences: readonly string[];
}

/**
 * Compares what is declared with the live host, read once for all resources of a phase.
 *
 * @throws IisError where the host cannot be read.
 */
export async function diffResource(kind: ResourceKind, olds: Properties, news: Properties): Promise<ResourceDiff> {
  const replaces = replacements(olds, news);
  if (replaces.length > 0) return { changes: true, replaces, differences: [] };
  if (hasUnknowns(news)) return { changes: true, replaces, differences: [] };
  const live = await sessionFor(inputsOf(news).connection).look({ defaults: kind === "defaults" });
  const desired = desiredResource(kind, news, olds);
  const change = diffDesired(desired, live);
  const isMissing = desired.target !== "applicationPoolDefaults" && findPool(live, desired.target.pool) === undefined;
  const differences = change === undefined ? [] : isMissing ? ["missing on the host"] : describeChange(change);
  return { changes: change !== undefined || isRecordedOtherwise(olds, news), replaces, differences };
}

/** A name or a host that is not known yet may turn out to be the same: it replaces only where it is known to differ. */
function replacements(olds: Properties, news: Properties): string[] {
  const [before, after] = [inputsOf(olds), inputsOf(news)];
  const isRenamed = !isUnknown(after.name) && poolKey(before.name ?? "") !== poolKey(after.name ?? "");
  const isMoved =
    !hasUnknowns({ connection: after.connection }) &&
    connectionKey(before.connection) !== connectionKey(after.connection);
  return [...(isRenamed ? ["name"] : []), ...(isMoved ? ["connection"] : [])];
}

/** The state has to learn what is declared now, even where the host has it already. `adopt` matters at creation only. */
function isRecordedOtherwise(olds: Properties, news: Properties): boolean {
  const recorded = (properties: Properties): unknown[] => {
    const { state, multiInstance, forceDelete, connection } = inputsOf(properties);
    return [settingsOf(properties), state, multiInstance, forceDelete, connection];
  };
  return !isDeepStrictEqual(recorded(olds), recorded(news));
}
