import { paths } from "./pool-view";
import type { PoolView } from "./pool-view";

/** Why the pool recycles by itself, by the names of logEventOnRecycle, each with the setting that makes it do so. */
export function recycleReasons({
  seconds,
  number,
  list,
}: PoolView): readonly (readonly [flag: string, path: string])[] {
  const reasons: readonly (readonly [string, string, number | undefined])[] = [
    ["Time", paths.time, seconds(paths.time)],
    ["Schedule", paths.schedule, list(paths.schedule)?.length],
    ["Requests", paths.requests, number(paths.requests)],
    ["Memory", paths.memory, number(paths.memory)],
    ["PrivateMemory", paths.privateMemory, number(paths.privateMemory)],
  ];
  return reasons.flatMap(([flag, path, amount = 0]) => (amount > 0 ? [[flag, path]] : []));
}
