import type { EditTarget } from "../appcmd/edit";
import type { Declared } from "../model/declared";
import { inSchemaOrder } from "../schema/app-pool-attributes";
import { excludedAccount } from "./identity";
import { protectSettings, type Settings } from "../schema/setting-value";

/** What someone wants of one pool or of `<applicationPoolDefaults>`. What is left out is not managed. */
export interface Desired {
  readonly target: EditTarget;
  readonly settings: Settings;
  /**
   * Paths that were managed before and are to go back to their inherited values; and those of an account that the
   * declared identity excludes.
   */
  readonly inherit: readonly string[];
  readonly state?: "Started" | "Stopped";
  /** The name that the pool had: while a pool of that name is there, this one is to take its place. */
  readonly renamedFrom?: string;
  /** Whether what cannot be read on the host (see {@link asDeclared}) differs from what is declared. */
  readonly checkPasswords?: boolean;
}

/**
 * The desired side of what is declared. A `state` is durable only with the matching `autoStart`, which it implies where
 * `autoStart` is left out. Settings stand in the schema's order, however they were written: the same declaration makes
 * the same configuration, byte for byte.
 */
export function desiredOf(
  target: EditTarget,
  declared: Pick<Declared, "settings" | "state">,
  inherit: readonly string[] = [],
): Desired {
  const implied = declared.state === undefined ? {} : { autoStart: declared.state === "Started" };
  const settings = protectSettings(inSchemaOrder({ ...implied, ...declared.settings }));
  return {
    target,
    settings,
    inherit: [...new Set([...inherit, ...excludedAccount(settings)])].filter((path) => !(path in settings)),
    ...(declared.state === undefined ? {} : { state: declared.state }),
  };
}

/** The name of a target for people. */
export function targetName(target: EditTarget): string {
  return target === "applicationPoolDefaults" ? target : target.pool;
}
