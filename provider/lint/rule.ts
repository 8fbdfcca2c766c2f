import type { Severity } from "./finding";
import type { LintedPool, PoolView } from "./pool-view";

/** The sets of rules: `recommended` is what everybody should look at, `stig` what DISA's guides ask for. They disagree. */
export const lintProfiles = ["recommended", "stig"] as const;

/** One of {@link lintProfiles}. */
export type LintProfile = (typeof lintProfiles)[number];

/** What a rule has to say of a pool. */
export interface Problem {
  readonly path: string;
  /** What is wrong, with the pool's own numbers, and what to do. */
  readonly message: string;
}

/** One rule. */
export interface LintRule {
  /** Stable, for ignoring and for reports. */
  readonly id: string;
  readonly profile: LintProfile;
  readonly severity: Severity;
  /** One sentence: what it looks for. */
  readonly doc: string;
  /** Where it comes from. */
  readonly link: string;
  /** `all`: every pool that is looked at, this one included. */
  readonly check: (pool: PoolView, all: readonly LintedPool[]) => readonly Problem[];
}
