import type { Argument } from "../appcmd/argument";
import type { EditTarget } from "../appcmd/edit";

/** Arguments for one change, which must not be torn apart. Several operations share a command, and so a commit. */
export interface Operation {
  /** `set sites` is `set config` of the section of the sites. */
  readonly verb: "set config" | "clear config" | "set sites";
  readonly target: EditTarget;
  readonly arguments: readonly Argument[];
  /** What it is for, in words; never a secret. */
  readonly comment: string;
}
