import type { PlannedHost } from "../engine/prepare";
import { hostError } from "../crash";
import { noPools } from "../plan/change/live-host";
import { plural } from "../text";
import { showHidden } from "../visible-text";
import type { Io } from "./io";

/**
 * Does a piece of work on a host and tells of it on stderr in one line: `web-01 reading… 14 pools, 3 differ (1.2 s)`. A
 * host that is alone begins its line at once; lines of several are written whole.
 */
export async function withProgress<T>(
  io: Io,
  { host, doing, isAlone }: { readonly host: string; readonly doing: string; readonly isAlone: boolean },
  work: () => Promise<T>,
  tell: (result: T) => string,
): Promise<T> {
  const start = performance.now();
  const head = `${showHidden(host)} ${doing}… `;
  if (isAlone) io.stderr.write(head);
  const end = (what: string): void => {
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    io.stderr.write(`${isAlone ? "" : head}${what} (${seconds} s)\n`);
  };
  try {
    const result = await work();
    end(tell(result));
    return result;
  } catch (error) {
    end("failed");
    throw hostError(host, error);
  }
}

/** How many pools a host has: `3 pools`; of none it is said that this is unusual. */
export function countPools(count: number): string {
  return count === 0 ? `0 pools: ${noPools}` : plural(count, "pool", "pools");
}

/** What a look at a host for a plan has shown: `14 pools, 3 differ`. */
export function tellPlan({ plan }: PlannedHost): string {
  return `${plural(plan.pools, "pool", "pools")}, ${plural(plan.changes.length, "differs", "differ")}`;
}
