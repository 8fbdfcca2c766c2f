import type { EntryJson, ErrorJson, FaultJson, FindingJson, Made, NoteJson, SettingJson } from "../schema/parts";
import type { LintReport, PlanHostJson, WaveJson } from "../schema/change-reports";

/** One setting of an entry, with the texts for people. */
export interface SettingView extends Pick<SettingJson, "path" | "place" | "position"> {
  /** The name in IIS Manager; absent if it has none. */
  readonly label?: string;
  /** The value on the server; absent if there is none yet, or if only the path is known. */
  readonly from?: string;
  /** The desired value; absent if nothing is declared. */
  readonly to?: string;
  /** Both as the document has them, to sort by. */
  readonly canonical?: Pick<SettingJson, "from" | "to">;
  /** What there is to say instead of values: `in no file`. */
  readonly text?: string;
  /** The servers of both values, if these are of two servers. */
  readonly servers?: readonly [first: string, second: string];
}

/** One pool, or `applicationPoolDefaults`, with everything that a report shows of it. */
export interface EntryView extends Omit<EntryJson, "settings" | "findings"> {
  readonly symbol: "+" | "~" | "-" | "?" | "=";
  readonly settings: readonly SettingView[];
  /** The effect of the change on worker processes, or what repairing a drift costs; absent if there is nothing to say. */
  readonly effect?: string;
  /** What a comparison finds: `differs`, `only on web-01`. */
  readonly found?: string;
  readonly findings: readonly FindingJson[];
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
  | "suppressed"
  | "one-server"
  | "defaults";

/** Entries of one kind; there are no empty groups. */
export interface GroupView {
  readonly id: GroupId;
  readonly title: string;
  /** What to do about the entries, one line; absent if apply does it. */
  readonly advice?: string;
  readonly entries: readonly EntryView[];
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
  readonly error?: ErrorJson;
  /** It is unreachable, and the command continued without it. */
  readonly isSkipped?: true;
  readonly groups: readonly GroupView[];
  readonly notes: readonly NoteJson[];
  readonly counts: readonly Count[];
  /** When its pools recycle automatically after the plan. */
  readonly recycling: PlanHostJson["recycling"];
  /** The command lines of the plan, secrets masked. */
  readonly commands: readonly string[];
}

/** A report as every writer shows it; it contains no secret. */
export interface View {
  readonly kind: "plan" | "apply" | "drift" | "lint" | "compare";
  readonly title: string;
  /** The titles of the columns for the values of a setting. */
  readonly columns: readonly [first: string, second: string];
  readonly made?: Made;
  readonly hosts: readonly HostView[];
  /** The names of the hosts in the order of the report. */
  readonly names: readonly string[];
  /** The waves in which the hosts were changed; absent if there were none. */
  readonly waves?: readonly WaveJson[];
  /** Lint findings that belong to no entry. */
  readonly findings: readonly FindingJson[];
  /** Faults of the files. */
  readonly faults: readonly FaultJson[];
  /** How much lint has checked. */
  readonly checked?: LintReport["checked"];
  /** Counts of all hosts together. */
  readonly counts: readonly Count[];
  readonly failedHosts: number;
}
