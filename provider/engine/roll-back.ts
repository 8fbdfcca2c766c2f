import { IisError } from "../errors";
import { hostError } from "../host-error";
import type { PoolChange } from "../plan/change";
import { targetName } from "../plan/desired";
import { settledState } from "../plan/diff";
import type { HostApply } from "../plan/host-apply";
import { findPool, type LiveHost } from "../plan/live-host";
import { reverseChange } from "../plan/reverse";
import type { SettingValue } from "../schema/setting-value";
import type { Transport } from "../transport/transport";
import { applyRequests } from "./apply";
import { inspectHost } from "./inspect";
import type { Request } from "./request";

type RolledBack = NonNullable<HostApply["rolledBack"]>;

/** What cannot be taken back. */
type Lasting = Extract<PoolChange, { kind: "delete" | "rename" }>;

/**
 * Takes changes back, also those that were made only in part: whatever still differs from the host as it was before is
 * written in one commit. Deletions cannot be taken back and are told, nor can renames. Never rejects: what was applied
 * before must still be reported.
 *
 * @param before with explicit values.
 * @param failed those of the changes that failed: of a deletion or a rename only a look tells whether it was made.
 */
export async function rollBack(
  transport: Transport,
  changes: readonly PoolChange[],
  before: LiveHost,
  failed: readonly PoolChange[] = [],
): Promise<RolledBack> {
  try {
    return await takeBack(transport, changes, before, failed);
  } catch (error) {
    const cause = hostError(transport.host, error);
    return { pools: [], failed: changes.map(({ target }) => ({ pool: targetName(target), error: cause })) };
  }
}

async function takeBack(
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
  const lost = await whatIsLost(transport, changes, failed);
  for (const [index, { pool }] of back.entries()) {
    const outcome = outcomes[index];
    if (outcome?.ok === true) pools.push(pool);
    else if (outcome !== undefined) lost.push({ pool, error: outcome.error });
  }
  return { pools, failed: lost };
}

/** The deletions and renames that were made, or may have been where nobody can look. */
async function whatIsLost(
  transport: Transport,
  changes: readonly PoolChange[],
  failed: readonly PoolChange[],
): Promise<RolledBack["failed"][number][]> {
  const lasting = changes.filter((change): change is Lasting => change.kind === "delete" || change.kind === "rename");
  const isDoubtful = lasting.some((change) => failed.includes(change));
  const seen = isDoubtful ? await lookAt(transport) : undefined;
  return lasting.flatMap((change) => {
    const { pool } = change.target;
    if (!failed.includes(change) || seen === undefined)
      return [{ pool, error: cannotComeBack(transport.host, change) }];
    if (seen instanceof IisError) return [{ pool, error: mayBeLost(transport.host, change, seen) }];
    return wasBegun(change, seen) ? [{ pool, error: cannotComeBack(transport.host, change) }] : [];
  });
}

async function lookAt(transport: Transport): Promise<LiveHost | IisError> {
  return inspectHost(transport).catch((error: unknown) => hostError(transport.host, error));
}

/** Whether anything of it is to be seen; a rename that an earlier apply began is told as begun. */
function wasBegun(change: Lasting, live: LiveHost): boolean {
  const isThere = findPool(live, change.target.pool) !== undefined;
  return change.kind === "delete" ? !isThere : isThere;
}

function mayBeLost(host: string, { kind, target: { pool } }: Lasting, error: IisError): IisError {
  const what = kind === "rename" ? "it has taken the place of another one" : "it was deleted";
  const problem = `whether ${what} could not be looked at: ${error.problem}`;
  return new IisError(error.code, { host, pool, path: error.path, problem, hint: error.hint, cause: error });
}

function cannotComeBack(host: string, { kind, target: { pool } }: Lasting): IisError {
  const [problem, hint] =
    kind === "rename"
      ? ["takes the place of another one, which is not taken back", "Apply again to finish it, or restore the backup"]
      : ["was deleted, and a deletion cannot be taken back", "Restore the backup, or declare the pool again"];
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
  const state = change.state?.from && settledState(change.state.from);
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
