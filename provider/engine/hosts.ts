import { hostError } from "../crash";
import type { HostResult } from "../plan/results";

/** The default number of hosts that are processed at a time. */
export const defaultParallel = 4;

/**
 * Runs the same work on every host, several at a time, and returns the results in the given order. An error of one host
 * is its result, and does not stop the work on others.
 *
 * @param parallel at least 1
 */
export async function onEachHost<H extends { readonly name: string }, T>(
  hosts: readonly H[],
  parallel: number,
  work: (host: H) => Promise<T>,
): Promise<HostResult<T>[]> {
  const results: HostResult<T>[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < hosts.length; index = next++) {
      const host = hosts[index];
      if (host === undefined) return;
      try {
        results[index] = { host: host.name, ok: true, value: await work(host) };
      } catch (error) {
        results[index] = { host: host.name, ok: false, error: hostError(host.name, error) };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, hosts.length) }, worker));
  return results;
}
