import type { Position } from "../errors";
import type { LintedPool, PoolView } from "./pool-view";

/** The severity of a finding: an `error` fails `lint` and `validate`, the others are only shown. */
export type Severity = "error" | "warning" | "info";

/** One finding of a rule about one pool. */
export interface LintFinding {
  /** The rule's id, for example `interval-drifts`. */
  readonly rule: string;
  readonly severity: Severity;
  /** The pool, or `applicationPoolDefaults`; empty for a block of the files. */
  readonly pool: string;
  /** The host; absent if the finding is the same for all. */
  readonly host?: string;
  /** The setting of the finding, or the path of the block. */
  readonly path: string;
  /** What is wrong and what to do, as one sentence. */
  readonly message: string;
  /** The source of the rule: a vendor's page, a STIG item. */
  readonly link: string;
  readonly position?: Position;
}

/**
 * The sets of rules: `recommended` is for everybody, `stig` has the requirements of DISA's guides. They contradict each
 * other.
 */
export const lintProfiles = ["recommended", "stig"] as const;

/** One of {@link lintProfiles}. */
export type LintProfile = (typeof lintProfiles)[number];

/** A problem that a rule finds in a pool. */
export interface Problem {
  readonly path: string;
  /** What is wrong, with the pool's own numbers, and what to do. */
  readonly message: string;
}

/** One rule. */
export interface LintRule {
  /** Stable, for ignore rules and reports. */
  readonly id: string;
  readonly profile: LintProfile;
  readonly severity: Severity;
  /** What it finds, in one sentence. */
  readonly doc: string;
  /** Its source. */
  readonly link: string;
  /** Whether it is about what only pool files have: a text in version control, a stagger. */
  readonly isAboutFiles?: true;
  /** `all`: every pool to check, this one included. */
  readonly check: (pool: PoolView, all: readonly LintedPool[]) => readonly Problem[];
}
