import { describeError } from "../errors";
import type { HostResult } from "../plan/results";
import { showHidden } from "../visible-text";
import { failureKey, type HostMessage, joinMessages, nameHosts } from "./view/list-hosts";
import { showMessage } from "./view/sentences";

/**
 * The failed hosts, those with the same failure in one line: `web-01 … web-30 (30 hosts, the same on each)  UNREACHABLE: no
 * answer`.
 *
 * @returns each line by the first of its hosts
 */
export function describeHostFailures(results: readonly HostResult<unknown>[]): ReadonlyMap<string, string> {
  const failures = results.flatMap((result) => (result.ok ? [] : [failureOf(result)]));
  const names = results.map(({ host }) => showHidden(host));
  const lines = [...Map.groupBy(failures, failureKey).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const hosts = nameHosts(
      same.map(({ host }) => showHidden(host)),
      names,
    );
    return [[first.host, `${hosts}  ${first.code}: ${showMessage(joinMessages(same))}`] as const];
  });
  return new Map(lines);
}

function failureOf({ host, error }: Extract<HostResult<unknown>, { ok: false }>): HostMessage & { code: string } {
  const { code, pool, path, problem, hint } = error;
  // The host of the error differs where a file or another machine is meant.
  const other = error.host === host ? undefined : error.host;
  return { host, code, message: describeError({ host: other, pool, path, problem, hint }) };
}
