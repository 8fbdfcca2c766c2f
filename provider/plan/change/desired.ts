import type { EditTarget } from "../../appcmd/edit";
import { matchesWildcards, poolKey } from "../../names";
import type { IgnoreRule, PoolFiles } from "../../pool-file/pool-file";
import { type Declared, settingsOn } from "../../pool-file/pool/declared";
import { inSchemaOrder } from "../../settings/app-pool-attributes";
import { protectSettings, type Settings } from "../../settings/value";
import { excludedAccount } from "./identity";

/** Whether a text is as the pattern says: `*` stands for any characters, none included; upper and lower case are one. */
export function matchesPattern(pattern: string, text: string): boolean {
  return matchesWildcards(pattern.toLowerCase(), text.toLowerCase(), "*");
}

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
 * The desired side of what is declared. A `state` is durable only with the matching `autoStart`, which it implies if
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

/** Everything that the files want of one host. */
export interface DesiredHost {
  readonly host: string;
  /** The pools that are to be there, and `<applicationPoolDefaults>` where it is declared. */
  readonly desired: readonly Desired[];
  /** The pools that are not to be there. */
  readonly absent: readonly string[];
  /** What is declared, by {@link poolKey}; `<applicationPoolDefaults>` by its own name. */
  readonly declarations: ReadonlyMap<string, Declared>;
  /** The ignore rules that concern the host. */
  readonly ignore: readonly IgnoreRule[];
}

/** How what is wanted is to be compared. */
export interface DesiredOptions {
  /** See {@link Desired.checkPasswords}. */
  readonly checkPasswords?: boolean;
}

/** What the files want of the host of that name; nothing at all where no file is for it. */
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
