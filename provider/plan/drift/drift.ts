import type { IgnoreRule } from "../../pool-file/pool-file";
import type { SettingValue } from "../../settings/value";
import type { PoolChange } from "../change/change";
import type { LiveHost } from "../change/live-host";
import type { UnreadableSetting } from "../change/unreadable";
import type { PlannedChange } from "../results";

/**
 * An attribute of a pool on its host that this package does not know; its value is omitted, because it may be a secret.
 */
export interface UnknownSetting {
  readonly pool: string;
  /** Its path in the pool, such as `processModel.someNewAttribute`. */
  readonly path: string;
}

/**
 * The attributes of a host's pools that this package does not know, for reports: they are neither compared nor changed.
 */
export function unknownSettings(live: LiveHost): UnknownSetting[] {
  return [...live.pools.values()].flatMap(({ name: pool, unknown = {} }) =>
    Object.keys(unknown).map((path) => ({ pool, path })),
  );
}

/** A setting of a declared pool that is explicit on the server but in no file. */
interface UndeclaredSetting {
  readonly pool: string;
  readonly path: string;
  /** The live value, including the values of variables. */
  readonly value: SettingValue;
}

/** One difference between a host and the files. */
export type DriftFinding =
  | { readonly kind: "declared"; readonly pool: string; readonly change: PoolChange }
  | ({ readonly kind: "undeclared" } & UndeclaredSetting)
  | { readonly kind: "unknown pool"; readonly pool: string }
  | ({ readonly kind: "unknown setting" } & UnknownSetting);

/** A difference that an ignore rule suppressed. */
export interface Suppressed {
  readonly finding: DriftFinding;
  readonly rule: IgnoreRule;
}

/** The differences between a host and the declarations of the files. */
export interface HostDrift {
  readonly host: string;
  /** The number of pools on the host. */
  readonly pools: number;
  /** Declared differences: what a plan would change. */
  readonly declared: readonly PlannedChange[];
  /** Explicit settings that no file declares. */
  readonly undeclared: readonly UndeclaredSetting[];
  /** Pools that no file declares. */
  readonly unknownPools: readonly string[];
  /** Attributes that are explicit on the host and that this package does not know: only their paths. */
  readonly unknownSettings: readonly UnknownSetting[];
  readonly suppressed: readonly Suppressed[];
  /** Declared settings that could not be compared; absent if there are none. */
  readonly unreadable?: readonly UnreadableSetting[];
  /** Pools that are stopped although they start with IIS, and whose state no file declares; absent if there are none. */
  readonly stopped?: readonly string[];
  /** Ignore rules for this host that suppressed nothing: their differences no longer exist. */
  readonly unusedRules?: readonly IgnoreRule[];
  /** What else people must know of the host, one sentence each. Default: nothing. */
  readonly warnings?: readonly string[];
}
