import type { FileFault } from "../errors";
import type { LintFinding } from "../lint/rule";
import type { ComparedHosts } from "../plan/compare/compare-hosts";
import type { HostDrift } from "../plan/drift/drift";
import type { HostApply, HostPlan, HostResult, WaveResult } from "../plan/results";

/** What `lint` and `validate` have checked. */
export interface LintScope {
  /** 0 if the pools were read from hosts. */
  readonly files: number;
  readonly pools: number;
  /** Their names. */
  readonly hosts: readonly string[];
}

/** The result of a verb, of which a document is made. */
export type Report =
  | { readonly kind: "plan"; readonly hosts: readonly HostResult<HostPlan>[]; readonly lint: readonly LintFinding[] }
  | {
      readonly kind: "apply";
      readonly hosts: readonly HostResult<HostApply>[];
      /** Only for an apply in waves. */
      readonly waves?: readonly WaveResult[];
    }
  | {
      readonly kind: "compare";
      /** The names of both servers. */
      readonly names: readonly [first: string, second: string];
      readonly compared: ComparedHosts;
    }
  | { readonly kind: "drift"; readonly hosts: readonly HostResult<HostDrift>[] }
  | {
      readonly kind: "lint";
      readonly findings: readonly LintFinding[];
      readonly faults: readonly FileFault[];
      readonly checked: LintScope;
    };
