import type { PoolPlace } from "../../appcmd/argument";
import type { FileFault, Position } from "../../errors";
import type { LintFinding } from "../../lint/rule";
import type { Impact } from "../../plan/assess/impact";
import type { HostDrift } from "../../plan/drift/drift";
import type { HostApply, HostPlan, HostResult, PoolRecycling, WaveResult } from "../../plan/results";
import type { AttributeValue } from "../../settings/attribute-facts";
import type { ErrorView } from "../schema/parts";

/** The result of a verb, for the writers. */
export type Report =
  | { readonly kind: "plan"; readonly hosts: readonly HostResult<HostPlan>[]; readonly lint: readonly LintFinding[] }
  | {
      readonly kind: "apply";
      readonly hosts: readonly HostResult<HostApply>[];
      /** Only for an apply in waves. */
      readonly waves?: readonly WaveResult[];
    }
  | { readonly kind: "drift"; readonly hosts: readonly HostResult<HostDrift>[] }
  | { readonly kind: "lint"; readonly findings: readonly LintFinding[]; readonly faults: readonly FileFault[] };

/** A value of a setting, safe to show. */
export interface ValueView {
  /**
   * The canonical value; `[secret]` for a secret, null for the value that a setting inherits. Omitted if there is only
   * text.
   */
  readonly value?: AttributeValue | null;
  /** The value for people, with its unit. */
  readonly text: string;
}

/** One setting of an entry. */
export interface LineView {
  /** The setting; `state` for the run-time state; empty for the pool as a whole. */
  readonly path: string;
  /** The value on the server; absent if there is none yet, or if only the path is known. */
  readonly from?: ValueView;
  /** The desired value; absent if nothing is declared. */
  readonly to?: ValueView;
  /** For a rename: what moves from the old pool to the new one. */
  readonly place?: PoolPlace;
  /** The place in the file that declares it. */
  readonly position?: Position;
}

/** The change of a pool, or a finding about it. */
export type Action = "create" | "update" | "rename" | "delete" | "undeclared" | "unknown" | "ignored";

/** One pool, or `applicationPoolDefaults`, with everything that a report shows of it. */
export interface EntryView {
  readonly symbol: "+" | "~" | "-" | "?" | "=";
  readonly action: Action;
  readonly pool: string;
  readonly lines: readonly LineView[];
  /** Why a deletion is in the plan. */
  readonly reason?: "absent" | "pruned";
  readonly impact?: Impact;
  readonly position?: Position;
  /** The lint findings of the pool. */
  readonly findings: readonly LintFinding[];
  /** Why the change failed. */
  readonly error?: ErrorView;
  /** Why a difference is ignored, and the place of the rule. */
  readonly ignored?: { readonly reason: string; readonly position: Position };
}

/** The kind of entries of a group. */
export type GroupId =
  | "changes"
  | "failed"
  | "applied"
  | "remaining"
  | "declared"
  | "undeclared"
  | "unknown-pools"
  | "unknown-settings"
  | "suppressed";

/** Entries of one kind; there are no empty groups. */
export interface GroupView {
  readonly id: GroupId;
  readonly title: string;
  readonly entries: readonly EntryView[];
}

/** A sentence about a host. */
export interface NoteView {
  readonly kind: "risk" | "refusal" | "kept" | "warning" | "backup" | "rolled back" | "not rolled back";
  /** The name of the risk, or the code of the error. */
  readonly code?: string;
  readonly text: string;
  /** The pools of the note. */
  readonly pools: readonly string[];
  /** The setting. */
  readonly path?: string;
  /** What to do; it is also in `text`. */
  readonly hint?: string;
  /** The place in a file. */
  readonly position?: Position;
}

/** A number of something. */
export interface Count {
  /** A stable name, for programs. */
  readonly name: string;
  readonly count: number;
  /** For people, for example `2 to update`. */
  readonly text: string;
}

/** One host of a report. */
export interface HostView {
  readonly host: string;
  /** The number of pools; absent if it is not known. */
  readonly pools?: number;
  /** Why it could not be read or changed. */
  readonly error?: ErrorView;
  readonly groups: readonly GroupView[];
  readonly notes: readonly NoteView[];
  readonly counts: readonly Count[];
  /** When its pools recycle automatically after the plan. */
  readonly recycling: readonly PoolRecycling[];
  /** The command lines of the plan, secrets masked. */
  readonly commands: readonly string[];
}

/** A wave of an apply in waves. */
export type WaveView = Omit<WaveResult, "problems"> & { readonly problems: readonly ErrorView[] };

/** A report as every writer shows it; it contains no secret. */
export interface View {
  readonly kind: Report["kind"];
  readonly hosts: readonly HostView[];
  /** The waves in which the hosts were changed; absent if there were none. */
  readonly waves?: readonly WaveView[];
  /** Lint findings that belong to no entry. */
  readonly findings: readonly LintFinding[];
  /** Faults of the files. */
  readonly faults: readonly FileFault[];
  /** Counts of all hosts together. */
  readonly counts: readonly Count[];
  readonly failedHosts: number;
}
