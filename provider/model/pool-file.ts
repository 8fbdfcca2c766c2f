import type { Position } from "../errors";
import type { CheckedPool } from "./app-pool";
import type { Probe } from "./read-probe";
import type { Stagger } from "./stagger";

/** Where the parts of a declaration stand, by the path of the setting; `""` is the declaration itself. */
export type Positions = Readonly<Record<string, Position>>;

/** A host that a pool file names. */
export interface HostDeclaration {
  readonly name: string;
  /** How to reach it: checked, paths relative to where the program runs. Empty: appcmd of this machine. */
  readonly connection: Readonly<Record<string, unknown>>;
  readonly position: Position;
}

/** Hosts that have a name together. */
export interface HostGroup {
  readonly name: string;
  /** By their names in {@link PoolFiles.hosts}, in that order. */
  readonly hosts: readonly string[];
}

/** What both a pool and `<applicationPoolDefaults>` are declared with. */
interface Declaration {
  /** The hosts it is for, by their names in {@link PoolFiles.hosts}. */
  readonly hosts: readonly string[];
  /** What is declared, the file's `defaults` merged in, secrets resolved. */
  readonly checked: CheckedPool;
  readonly positions: Positions;
  /** The environment variable that each secret comes from, by the path of the setting. */
  readonly secretNames: Readonly<Record<string, string>>;
}

/** A pool that a file declares. */
export interface PoolDeclaration extends Declaration {
  readonly name: string;
  /** False for `state: absent`: the pool is to be deleted. */
  readonly isPresent: boolean;
  /** The name that the pool had. */
  readonly renamedFrom?: string;
  /** Wins over a schedule among the settings: a time of its own on each host, which `checkedFor` tells. */
  readonly stagger?: Stagger;
  /** The request that tells whether it answers. */
  readonly probe?: Probe;
}

/** The `applicationPoolDefaults` that a file declares. */
export type DefaultsDeclaration = Declaration;

/** A difference that drift is not to report, and why. */
export interface IgnoreRule {
  /** Pools by name, `*` for any characters; left out: every pool. */
  readonly pool?: string;
  /** Settings by path, `*` for any characters; left out: the pool as a whole, whatever differs. */
  readonly path?: string;
  /** Hosts by name, `*` for any characters; left out: every host of the rule's file. */
  readonly host?: string;
  /** The hosts of the file that the rule stands in, by their names in {@link PoolFiles.hosts}: it is for no others. */
  readonly hosts: readonly string[];
  readonly reason: string;
  readonly position: Position;
}

/** Everything that a set of pool files declares. */
export interface PoolFiles {
  readonly hosts: readonly HostDeclaration[];
  readonly groups: readonly HostGroup[];
  /** A pool that is not the same on all of its hosts is there several times, for its hosts each. */
  readonly pools: readonly PoolDeclaration[];
  readonly defaults: readonly DefaultsDeclaration[];
  readonly ignore: readonly IgnoreRule[];
}
