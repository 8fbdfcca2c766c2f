import type { FileFault } from "../errors";
import type { LintFinding } from "../lint/finding";
import type { HostDrift } from "../plan/drift";
import type { HostApply } from "../plan/host-apply";
import type { HostPlan, HostResult } from "../plan/host-plan";
import type { WaveResult } from "../plan/wave-result";

/** What a verb has found, for the writers. */
export type Report =
  | { readonly kind: "plan"; readonly hosts: readonly HostResult<HostPlan>[]; readonly lint: readonly LintFinding[] }
  | {
      readonly kind: "apply";
      readonly hosts: readonly HostResult<HostApply>[];
      /** Only of an apply in waves. */
      readonly waves?: readonly WaveResult[];
    }
  | { readonly kind: "drift"; readonly hosts: readonly HostResult<HostDrift>[] }
  | { readonly kind: "lint"; readonly findings: readonly LintFinding[]; readonly faults: readonly FileFault[] };
