import fc from "fast-check";
import type { History } from "./play";

/** What is checked, and how a history that fails is kept. */
export interface Checking {
  readonly numRuns: number;
  readonly seed: number;
  readonly arbitrary: fc.Arbitrary<History>;
  /** Throws for a history that ends as it must not. */
  readonly check: (history: History) => Promise<void>;
  /** Writes a history as a program. @returns its folder */
  readonly write: (history: History) => string | Promise<string>;
}

/**
 * Checks random histories up to the first that fails.
 *
 * @throws Error that has the reason, the seed, and the folder of a program that repeats the history.
 */
export async function checkHistories({ numRuns, seed, arbitrary, check, write }: Checking): Promise<void> {
  const property = fc.asyncProperty(arbitrary, check);
  const result = await fc.check(property, { numRuns, seed, endOnFailure: true });
  if (!result.failed) return;
  const [history] = result.counterexample ?? [];
  const program = history === undefined ? "" : `\nTo repeat this history: ${await write(history)}/run.sh`;
  const { errorInstance } = result as { readonly errorInstance?: unknown };
  const reason = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  throw new Error(`${reason}\nseed ${seed}, path ${result.counterexamplePath ?? ""}${program}`, {
    cause: errorInstance,
  });
}
