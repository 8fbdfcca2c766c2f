import type { FileFault } from "../errors";
import type { LintFinding } from "../lint/rule";
import type { ComparedHosts } from "../plan/compare/compare-hosts";
import type { HostDrift } from "../plan/drift/drift";
import type { ShardPart } from "../plan/shard";
import type { HostApply, HostPlan, HostResult, WaveResult } from "../plan/results";

/** What `lint` and `validate` have checked. */
export interface LintScope {
  /** 0 if the pools were read from hosts. */
  readonly files: number;
  readonly pools: number;
  /** Their names. */
  readonly hosts: readonly string[];
}

/** The results of a verb on hosts. */
interface OnHosts<T> {
  readonly hosts: readonly HostResult<T>[];
  /** The names of those that `--skip-unreachable` skipped. Default: none. */
  readonly skipped?: readonly string[];
  /** Only of a run with `--shard`: where its hosts are among those of all shards. */
  readonly shard?: ShardPart | undefined;
}

/** The result of a verb, of which a document is made. */
export type Report =
  | ({
      readonly kind: "plan";
      /** With a shard: of the hosts of all shards. */
      readonly lint: readonly LintFinding[];
    } & OnHosts<HostPlan>)
  | ({
      readonly kind: "apply";
      /** Only for an apply in waves. */
      readonly waves?: readonly WaveResult[];
    } & OnHosts<HostApply>)
  | {
      readonly kind: "compare";
      /** The names of both servers. */
      readonly names: readonly [first: string, second: string];
      readonly compared: ComparedHosts;
    }
  | ({ readonly kind: "drift" } & OnHosts<HostDrift>)
  | {
      readonly kind: "lint";
      readonly findings: readonly LintFinding[];
      readonly faults: readonly FileFault[];
      readonly checked: LintScope;
    };
