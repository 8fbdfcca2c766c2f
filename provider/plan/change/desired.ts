import type { EditTarget } from "../../appcmd/edit";
import { matchesWildcards, poolKey } from "../../names";
import type { IgnoreRule, PoolFiles } from "../../pool-file/pool-file";
import { type Declared, settingsOn } from "../../pool-file/pool/declared";
import { inSchemaOrder } from "../../settings/app-pool-attributes";
import { protectSettings, type Settings } from "../../settings/value";
import { excludedAccount } from "./identity";

/** Whether a text matches the pattern: `*` stands for any number of characters; letter case is ignored. */
export function matchesPattern(pattern: string, text: string): boolean {
  return matchesWildcards(pattern.toLowerCase(), text.toLowerCase(), "*");
}

/** The desired values of one pool or of `<applicationPoolDefaults>`. Omitted settings are not managed. */
export interface Desired {
  readonly target: EditTarget;
  readonly settings: Settings;
  /**
   * Paths to reset to their inherited values: those that were managed before, and those of an account that the declared
   * identity excludes.
   */
  readonly inherit: readonly string[];
  readonly state?: "Started" | "Stopped";
  /** The old name of the pool: while a pool of that name exists, this one replaces it. */
  readonly renamedFrom?: string;
  /** Whether a value that cannot be read on the host (see {@link asDeclared}) differs from the declared one. */
  readonly checkPasswords?: boolean;
  /** Paths that the user marked as secrets: values there, around them and in them are not shown. Default: none. */
  readonly hidden?: readonly string[];
}

/**
 * The desired side of a declaration. A `state` is durable only with the matching `autoStart`, so it implies `autoStart`
 * unless that is declared. Settings are in the schema's order: the same declaration always writes the same
 * configuration, byte for byte.
 */
export function desiredOf(
  target: EditTarget,
  declared: { readonly settings: Settings } & Pick<Declared, "state">,
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

/** Everything that the files declare for one host. */
export interface DesiredHost {
  readonly host: string;
  /** The pools that must exist, and `<applicationPoolDefaults>` if it is declared. */
  readonly desired: readonly Desired[];
  /** The pools that must not exist. */
  readonly absent: readonly string[];
  /** The declarations, by {@link poolKey}; `<applicationPoolDefaults>` by its own name. */
  readonly declarations: ReadonlyMap<string, Declared>;
  /** The ignore rules for the host. */
  readonly ignore: readonly IgnoreRule[];
}

/** How desired values are compared. */
export interface DesiredOptions {
  /** See {@link Desired.checkPasswords}. */
  readonly checkPasswords?: boolean;
}

/** What the files declare for the host of that name; empty if no file applies to it. */
export function desiredOn(
  files: PoolFiles,
  host: string,
  { checkPasswords = false }: DesiredOptions = {},
): DesiredHost {
  const compared = checkPasswords ? { checkPasswords } : {};
  const isHere = ({ hosts }: { readonly hosts: readonly string[] }): boolean => hosts.includes(host);
  const pools = files.pools.filter(isHere);
  const defaults = files.defaults.filter(isHere);
  const present = pools.filter(({ isPresent }) => isPresent);
  return {
    host,
    desired: [
      ...defaults.map((one) => ({ ...desiredOf("applicationPoolDefaults", one), ...compared })),
      ...present.map((pool) => ({
        ...desiredOf({ pool: pool.name }, { ...pool, settings: settingsOn(pool, host) }),
        ...compared,
        ...(pool.renamedFrom !== undefined && { renamedFrom: pool.renamedFrom }),
      })),
    ],
    absent: pools.filter(({ isPresent }) => !isPresent).map(({ name }) => name),
    declarations: new Map([
      ...defaults.map((one) => [poolKey("applicationPoolDefaults"), one] as const),
      ...pools.map((one) => [poolKey(one.name), one] as const),
    ]),
    ignore: files.ignore.filter((rule) => isHere(rule) && (rule.host === undefined || matchesPattern(rule.host, host))),
  };
}
