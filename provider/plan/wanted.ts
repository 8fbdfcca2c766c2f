import { poolKey } from "../name-keys";
import { type Declared, settingsOn } from "../model/declared";
import type { IgnoreRule, PoolFiles } from "../model/pool-file";
import { type Desired, desiredOf } from "./desired";
import { matchesPattern } from "./match-pattern";

/** Everything that the files want of one host. */
export interface HostWanted {
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
export interface WantedOptions {
  /** See {@link Desired.checkPasswords}. */
  readonly checkPasswords?: boolean;
}

/** What the files want of the host of that name; nothing at all where no file is for it. */
export function wantedOf(files: PoolFiles, host: string, { checkPasswords = false }: WantedOptions = {}): HostWanted {
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
