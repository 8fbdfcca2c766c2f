import type { Position } from "../errors";
import type { LintedPool, PoolView } from "./pool-view";

/** How serious a finding is: an `error` fails `lint` and `validate`, the others are shown. */
export type Severity = "error" | "warning" | "info";

/** One thing that a rule has to say about one pool. */
export interface LintFinding {
  /** The rule's id, for example `interval-drifts`. */
  readonly rule: string;
  readonly severity: Severity;
  /** The pool, or `applicationPoolDefaults`. */
  readonly pool: string;
  /** The host; left out where it is the same for all. */
  readonly host?: string;
  /** The setting that it is about. */
  readonly path: string;
  /** What is wrong and what to do, as one sentence. */
  readonly message: string;
  /** Where the rule comes from: a vendor's page, a STIG item. */
  readonly link: string;
  readonly position?: Position;
}

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
