import type { IgnoreRule } from "../model/pool-file";
import type { PlannedChange } from "./host-plan";
import type { UnreadableSetting } from "./unreadable";

/** A setting that is explicit on the server and in no file, of a pool that a file declares. */
export interface UndeclaredSetting {
  readonly pool: string;
  readonly path: string;
  /** The live value for people, secrets masked. */
  readonly value: string;
}

/** A difference that an ignore rule suppressed. */
export interface Suppressed {
  readonly pool: string;
  /** Left out: the pool as a whole. */
  readonly path?: string;
  /** What it was, for people. */
  readonly what: string;
  readonly rule: IgnoreRule;
}

/** How a host differs from what the files declare. */
export interface HostDrift {
  readonly host: string;
  /** How many pools the host has. */
  readonly pools: number;
  /** Declared differences: what a plan would change. */
  readonly declared: readonly PlannedChange[];
  /** Explicit settings that no file declares. */
  readonly undeclared: readonly UndeclaredSetting[];
  /** Pools that no file declares. */
  readonly unknownPools: readonly string[];
  /** Attributes that the host's appcmd prints and this package does not know: paths only. */
  readonly unknownSettings: readonly { readonly pool: string; readonly path: string }[];
  readonly suppressed: readonly Suppressed[];
  /** Declared settings that could not be compared; left out where there are none. */
  readonly unreadable?: readonly UnreadableSetting[];
  /** Ignore rules for this host that suppressed nothing: what they were for is gone. */
  readonly unusedRules?: readonly IgnoreRule[];
}
