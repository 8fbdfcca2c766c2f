import { IisError } from "../errors";
import type { HostResult } from "../plan/host-plan";

/** How many hosts are worked on at a time, unless the caller says otherwise. */
export const defaultParallel = 4;

/**
 * Does the same work on every host, some at a time, and answers for each in the order given. A host's IisError is its
 * own result and keeps no other host from its work; any other error is thrown when all are done.
 *
 * @param parallel at least 1.
 */
export async function onEachHost<H extends { readonly name: string }, T>(
  hosts: readonly H[],
  parallel: number,
  work: (host: H) => Promise<T>,
): Promise<HostResult<T>[]> {
  const results: HostResult<T>[] = [];
  const bugs: unknown[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < hosts.length; index = next++) {
      const host = hosts[index];
      if (host === undefined) return;
      try {
        results[index] = { host: host.name, ok: true, value: await work(host) };
      } catch (error) {
        if (error instanceof IisError) results[index] = { host: host.name, ok: false, error };
        else bugs.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, hosts.length) }, worker));
  if (bugs.length > 0) throw bugs[0];
  return results;
}
