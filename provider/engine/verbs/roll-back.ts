import { IisError } from "../../errors";
import { hostError } from "../../crash";
import { type PoolChange, reverseChange } from "../../plan/change/change";
import { targetName } from "../../plan/change/desired";
import { finalState } from "../../plan/change/diff";
import type { HostApply } from "../../plan/results";
import { findPool, type LiveHost } from "../../plan/change/live-host";
import type { SettingValue } from "../../settings/value";
import type { Transport } from "../../transport/transport";
import { applyRequests } from "../apply/apply";
import { inspectHost } from "../inspect";
import type { Request } from "../apply/request";

type RolledBack = NonNullable<HostApply["rolledBack"]>;

/** Changes that cannot be rolled back. */
type Irreversible = Extract<PoolChange, { kind: "delete" | "rename" }>;

/**
 * Rolls changes back, also those that were made only in part: everything that differs from the host as it was before is
 * written in one commit. Deletions and renames cannot be rolled back; they are reported. It never rejects, so that the
 * applied changes are always reported.
 *
 * @param before with explicit values
 * @param failed the changes that failed. For a deletion or a rename the host is read to find out whether it was made
 */
export async function rollBack(
  transport: Transport,
  changes: readonly PoolChange[],
  before: LiveHost,
  failed: readonly PoolChange[] = [],
): Promise<RolledBack> {
  try {
    return await undoChanges(transport, changes, before, failed);
  } catch (error) {
    const cause = hostError(transport.host, error);
    return { pools: [], failed: changes.map(({ target }) => ({ pool: targetName(target), error: cause })) };
  }
}

async function undoChanges(
  transport: Transport,
  changes: readonly PoolChange[],
  before: LiveHost,
  failed: readonly PoolChange[],
): Promise<RolledBack> {
  const back = changes.flatMap((change) => {
    const request = reversal(change, before);
    return request === undefined ? [] : [{ pool: targetName(change.target), request }];
  });
  const outcomes = await applyRequests(
    transport,
    back.map(({ request }) => request),
  );
  const pools: string[] = [];
  const lost = await irreversibleOf(transport, changes, failed);
  for (const [index, { pool }] of back.entries()) {
    const outcome = outcomes[index];
    if (outcome?.ok === true) pools.push(pool);
    else if (outcome !== undefined) lost.push({ pool, error: outcome.error });
  }
  return { pools, failed: lost };
}

/** The deletions and renames that were made, or may have been made if the host cannot be read. */
async function irreversibleOf(
  transport: Transport,
  changes: readonly PoolChange[],
  failed: readonly PoolChange[],
): Promise<RolledBack["failed"][number][]> {
  const irreversible = changes.filter(
    (change): change is Irreversible => change.kind === "delete" || change.kind === "rename",
  );
  const mustVerify = irreversible.some((change) => failed.includes(change));
  const seen = mustVerify ? await readHost(transport) : undefined;
  return irreversible.flatMap((change) => {
    const { pool } = change.target;
    if (!failed.includes(change) || seen === undefined) return [{ pool, error: notReversible(transport.host, change) }];
    if (seen instanceof IisError) return [{ pool, error: notVerified(transport.host, change, seen) }];
    return wasStarted(change, seen) ? [{ pool, error: notReversible(transport.host, change) }] : [];
  });
}

async function readHost(transport: Transport): Promise<LiveHost | IisError> {
  return inspectHost(transport).catch((error: unknown) => hostError(transport.host, error));
}

/** Whether any part of it was made. A rename that an earlier apply started counts as started. */
function wasStarted(change: Irreversible, live: LiveHost): boolean {
  const isThere = findPool(live, change.target.pool) !== undefined;
  return change.kind === "delete" ? !isThere : isThere;
}

function notVerified(host: string, { kind, target: { pool } }: Irreversible, error: IisError): IisError {
  const what = kind === "rename" ? "it replaced another pool" : "it was deleted";
  const problem = `cannot verify whether ${what}: ${error.problem}`;
  return new IisError(error.code, { host, pool, path: error.path, problem, hint: error.hint, cause: error });
}

function notReversible(host: string, { kind, target: { pool } }: Irreversible): IisError {
  const [problem, hint] =
    kind === "rename"
      ? ["replaces another pool, and a rename is not rolled back", "Apply again to complete it, or restore the backup"]
      : ["was deleted, and a deletion cannot be rolled back", "Restore the backup, or declare the pool again"];
  return new IisError("POOL_MISSING", { host, pool, problem, hint });
}

function reversal(change: PoolChange, before: LiveHost): Request | undefined {
  const reverse = reverseChange(change, before);
  if (reverse === undefined || reverse.kind === "rename" || change.kind === "delete") return undefined;
  if (reverse.kind === "delete") return { kind: "remove", pool: reverse.target.pool };
  const settings = reverse.settings
    .map(({ path, to }) => [path, to] as const)
    .filter((setting): setting is [string, SettingValue] => setting[1] !== undefined);
  const inherit = reverse.settings.filter(({ to }) => to === undefined).map(({ path }) => path);
  const state = change.state?.from && finalState(change.state.from);
  return {
    kind: "ensure",
    desired: {
      target: reverse.target,
      settings: Object.fromEntries(settings),
      inherit,
      ...(state !== undefined && { state }),
    },
  };
}
