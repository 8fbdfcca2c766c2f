import type { HostApply, HostResult } from "../../plan/results";
import { inQuotes } from "../../text";
import type { HostOptions } from "../options";

/**
 * The results with the commands that restore only the pools: one for all hosts, or by name if a host has its backup under another
 * name, because the first one is of another run there.
 *
 * @param files the values of `--files` that name the hosts; undefined: no command leads to them
 * @param isPartial whether hosts were skipped: the commands name only hosts that were changed
 */
export function withWaysBack(
  results: readonly HostResult<HostApply>[],
  files: readonly string[] | undefined,
  { host = [], configFile }: Pick<HostOptions, "host" | "configFile">,
  isPartial: boolean,
): readonly HostResult<HostApply>[] {
  if (files === undefined) return results;
  const byName = Map.groupBy(results, (result) => (result.ok ? result.value.backup?.name : undefined));
  byName.delete(undefined);
  const config = configFile === undefined ? [] : [configFile];
  const choice = [
    ["--files", files],
    ["--config-file", config],
  ] as const;
  return results.map((result) => {
    if (!result.ok || result.value.backup === undefined) return result;
    const { backup } = result.value;
    const hosts = byName.size > 1 || isPartial ? (byName.get(backup.name) ?? []).map((one) => one.host) : host;
    const chosen = [...choice, ["--host", hosts] as const].flatMap(([option, values]) =>
      values.map((value) => ` ${option} ${inQuotes(value)}`),
    );
    const restorePools = `iispools restore ${inQuotes(backup.name)} --pools-only${chosen.join("")}`;
    return { ...result, value: { ...result.value, backup: { ...backup, restorePools } } };
  });
}
