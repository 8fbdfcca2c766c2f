/** A run of at least so many hosts is shortened to its first and last. */
const shortestRun = 3;

/**
 * Hosts of a report in a few words: `web-01 … web-29, web-31`. Only hosts that follow each other in the report are joined, so
 * no other host is between the two names.
 *
 * @param all the hosts of the report in its order
 */
export function listHosts(hosts: readonly string[], all: readonly string[]): string {
  const places = new Map(all.map((host, index) => [host, index]));
  const runs: string[][] = [];
  for (const host of hosts) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    const follows = before !== undefined && places.get(host) === (places.get(before) ?? NaN) + 1;
    if (run !== undefined && follows) run.push(host);
    else runs.push([host]);
  }
  return runs.flatMap((run) => (run.length < shortestRun ? run : [`${run[0] ?? ""} … ${run.at(-1) ?? ""}`])).join(", ");
}
