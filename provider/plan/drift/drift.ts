import type { IgnoreRule } from "../../pool-file/pool-file";
import type { SettingValue } from "../../settings/value";
import type { PoolChange } from "../change/change";
import type { LiveHost } from "../change/live-host";
import type { UnreadableSetting } from "../change/unreadable";
import type { PlannedChange } from "../results";

/** Something that a pool has on its host and this package does not know; its value may be a secret and is left out. */
export interface UnknownSetting {
  readonly pool: string;
  /** Its path in the pool, such as `processModel.someNewAttribute`. */
  readonly path: string;
}

/** What this package does not know of a host's pools, for reports: it is neither compared nor changed. */
export function unknownSettings(live: LiveHost): UnknownSetting[] {
  return [...live.pools.values()].flatMap(({ name: pool, unknown = {} }) =>
    Object.keys(unknown).map((path) => ({ pool, path })),
  );
}

/** A setting that is explicit on the server and in no file, of a pool that a file declares. */
interface UndeclaredSetting {
  readonly pool: string;
  readonly path: string;
  /** The live value, with the values of variables. */
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
  readonly unknownSettings: readonly UnknownSetting[];
  readonly suppressed: readonly Suppressed[];
  /** Declared settings that could not be compared; left out where there are none. */
  readonly unreadable?: readonly UnreadableSetting[];
  /** Ignore rules for this host that suppressed nothing: what they were for is gone. */
  readonly unusedRules?: readonly IgnoreRule[];
}
