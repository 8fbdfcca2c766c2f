import type { Position } from "../errors";

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
