import { poolKey } from "../name-keys";
import { checkedFor } from "../model/stagger";
import type { Positions } from "../model/declared";
import type { IgnoreRule, PoolFiles } from "../model/pool-file";
import { type Desired, desiredOf } from "./desired";
import { matchesPattern } from "./match-pattern";

/** What the files say besides the values: where things stand, and which environment variable a secret comes from. */
export interface DeclarationSource {
  readonly positions: Positions;
  /** The environment variable of each secret, by the path of the setting. */
  readonly secretNames: Readonly<Record<string, string>>;
}

/** Everything that the files want of one host. */
export interface HostWanted {
  readonly host: string;
  /** The pools that are to be there, and `<applicationPoolDefaults>` where it is declared. */
  readonly desired: readonly Desired[];
  /** The pools that are not to be there. */
  readonly absent: readonly string[];
  /** By {@link poolKey}; `<applicationPoolDefaults>` by its own name. */
  readonly declarations: ReadonlyMap<string, DeclarationSource>;
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
        ...desiredOf({ pool: pool.name }, checkedFor(pool, host)),
        ...compared,
        ...(pool.renamedFrom !== undefined && { renamedFrom: pool.renamedFrom }),
      })),
    ],
    absent: pools.filter(({ isPresent }) => !isPresent).map(({ name }) => name),
    declarations: new Map([
      ...defaults.map((source) => [poolKey("applicationPoolDefaults"), source] as const),
      ...pools.map((source) => [poolKey(source.name), source] as const),
    ]),
    ignore: files.ignore.filter((rule) => isHere(rule) && (rule.host === undefined || matchesPattern(rule.host, host))),
  };
}
