import type { IisError } from "../errors";
import type { HostResult } from "../plan/host-plan";
import { Failure } from "./failure";

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
