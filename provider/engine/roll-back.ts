import { IisError } from "../errors";
import type { PoolChange } from "../plan/change";
import { targetName } from "../plan/desired";
import { settledState } from "../plan/diff";
import type { HostApply } from "../plan/host-apply";
import type { LiveHost } from "../plan/live-host";
import { reverseChange } from "../plan/reverse";
import type { SettingValue } from "../schema/setting-value";
import type { Transport } from "../transport/transport";
import { applyRequests } from "./apply";
import type { Request } from "./request";

/**
 * Takes changes back, also those that were made only in part: whatever still differs from the host as it was before is
 * written in one commit. Deletions cannot be taken back and are told, nor can renames.
 *
 * @param before with explicit values.
 */
export async function rollBack(
  transport: Transport,
  changes: readonly PoolChange[],
  before: LiveHost,
): Promise<NonNullable<HostApply["rolledBack"]>> {
  const lost = changes.filter(({ kind }) => kind === "delete" || kind === "rename");
  const back = changes.flatMap((change) => {
    const request = reversal(change, before);
    return request === undefined ? [] : [{ pool: targetName(change.target), request }];
  });
  const outcomes = await applyRequests(
    transport,
    back.map(({ request }) => request),
  );
  const pools: string[] = [];
  const failed = lost.map((change) => {
    const pool = targetName(change.target);
    return { pool, error: cannotComeBack(transport.host, pool, change.kind) };
  });
  for (const [index, { pool }] of back.entries()) {
    const outcome = outcomes[index];
    if (outcome?.ok === true) pools.push(pool);
    else if (outcome !== undefined) failed.push({ pool, error: outcome.error });
  }
  return { pools, failed };
}

function cannotComeBack(host: string, pool: string, kind: PoolChange["kind"]): IisError {
  const what =
    kind === "rename"
      ? "takes the place of another one, which is not taken back; apply again to finish it, or restore the backup"
      : "was deleted, and a deletion cannot be taken back; restore the backup, or declare the pool again";
  return new IisError("POOL_MISSING", `${host}: pool "${pool}": ${what}`);
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
