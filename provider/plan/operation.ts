import type { Argument } from "../appcmd/argument";
import type { EditTarget } from "../appcmd/edit";

/** Arguments for one change, which must not be torn apart. Several operations share a command, and so a commit. */
export interface Operation {
  readonly verb: "set config" | "clear config";
  readonly target: EditTarget;
  readonly arguments: readonly Argument[];
  /** What it is for, in words; never a secret. */
  readonly comment: string;
}
