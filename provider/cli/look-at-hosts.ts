import { onEachHost } from "../engine/hosts";
import { type PlannedHost, type PlanOptions, prepareHost } from "../engine/prepare";
import type { IisError } from "../errors";
import { desiredOn, type DesiredOptions } from "../plan/change/desired";
import type { HostResult } from "../plan/results";
import type { PoolFiles } from "../pool-file/pool-file";
import type { ChosenHost } from "./hosts";
import type { Io } from "./io";
import { Failure } from "./outcome";
import { tellPlan, withProgress } from "./progress";

/** Reads every host and plans its changes, with progress on stderr host by host. */
export function lookAtHosts(
  hosts: readonly ChosenHost[],
  files: PoolFiles,
  { parallel, checkPasswords = false, ...options }: PlanOptions & DesiredOptions & { readonly parallel: number },
  io: Io,
): Promise<HostResult<PlannedHost>[]> {
  return onEachHost(hosts, parallel, ({ name, connectToRead }) =>
    withProgress(
      io,
      { host: name, doing: "reading", isAlone: hosts.length === 1 || parallel === 1 },
      () => prepareHost(connectToRead(), desiredOn(files, name, { checkPasswords }), options),
      tellPlan,
    ),
  );
}

/**
 * What the look at each host has found, where every host could be read and none refuses.
 *
 * @throws Failure with all errors and refusals of all hosts
 */
export function takeAll<T>(results: readonly HostResult<T>[], refusals: (found: T) => readonly IisError[]): T[] {
  const problems = results.flatMap((result) => (result.ok ? refusals(result.value) : [result.error]));
  if (problems.length > 0) throw new Failure(problems);
  return results.flatMap((result) => (result.ok ? [result.value] : []));
}
