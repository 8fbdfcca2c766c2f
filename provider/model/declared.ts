import type { AttributeValue } from "../schema/codecs";
import type { Position } from "../errors";
import type { Probe } from "./probe";
import type { Stagger } from "./stagger";

/** What is declared of one pool, or of `<applicationPoolDefaults>`. What is left out is not managed. */
export interface DeclaredValues {
  readonly name?: string;
  readonly state?: "Started" | "Stopped";
  /** As declared; what `false` stands for is among the settings. */
  readonly multiInstance?: boolean;
  /** Path to canonical value; what was left out is absent. */
  readonly settings: Readonly<Record<string, AttributeValue>>;
}

/** Where the parts of a declaration stand, by the path of the setting; `""` is the declaration itself. */
export type Positions = Readonly<Record<string, Position>>;

/** What pool files declare of one pool, or of `<applicationPoolDefaults>`: the values, and where they stand. */
export interface Declared extends DeclaredValues {
  /** The pool's name; `""` for the defaults. */
  readonly name: string;
  /** The hosts it is for, by their names among the hosts of all files. */
  readonly hosts: readonly string[];
  /** False for `state: absent`: the pool is to be deleted. */
  readonly isPresent: boolean;
  /** The name that the pool had. */
  readonly renamedFrom?: string;
  /** Wins over a schedule among the settings: a time of its own on each host, which `checkedFor` tells. */
  readonly stagger?: Stagger;
  /** The request that tells whether it answers. */
  readonly probe?: Probe;
  readonly positions: Positions;
  /** The environment variable that each secret comes from, by the path of the setting. */
  readonly secretNames: Readonly<Record<string, string>>;
}
