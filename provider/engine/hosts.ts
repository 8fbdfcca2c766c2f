import { hostError } from "../crash";
import type { HostResult } from "../plan/results";

/** How many hosts are worked on at a time, unless the caller says otherwise. */
export const defaultParallel = 4;

/**
 * Does the same work on every host, some at a time, and answers for each in the order given. Whatever is thrown
 * for a host is its own result, and keeps no other host from its work.
 *
 * @param parallel at least 1.
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
