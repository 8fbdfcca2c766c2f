import type { AttributeValue } from "../../settings/codecs/codecs";
import type { Position } from "../../errors";
import type { FileNode } from "../yaml/file-node";
import type { Probe } from "../schema/probe";
import { schedulePath, type Stagger, staggerTime } from "../schema/stagger";

/** The places of the parts of a declaration, by the path of the setting; `""` is the declaration itself. */
export type Positions = Readonly<Record<string, Position>>;

/**
 * The declaration of one pool, or of `<applicationPoolDefaults>`, in pool files: values and their places. It starts as
 * the declaration of one part of a file; others are merged over it. Omitted settings are not managed.
 */
export interface Declared {
  /** The pool's name; `""` for the defaults of a file or of a server. */
  readonly name: string;
  /** Its hosts, by their names in all files; empty until all files are read. */
  readonly hosts: readonly string[];
  /** False for `state: absent`: the pool is deleted. */
  readonly isPresent: boolean;
  readonly state?: "Started" | "Stopped";
  /** As declared; the settings that `false` implies are among the settings. */
  readonly multiInstance?: boolean;
  /** The old name of the pool. */
  readonly renamedFrom?: string;
  /** Replaces a schedule among the settings: a separate time on each host, see {@link settingsOn}. */
  readonly stagger?: Stagger;
  /** The health check request. */
  readonly probe?: Probe;
  /** Path to canonical value; omitted settings are absent. */
  readonly settings: Readonly<Record<string, AttributeValue>>;
  readonly positions: Positions;
  /** The environment variable of each secret, by the path of the setting. */
  readonly secretNames: Readonly<Record<string, string>>;
  /**
   * The part of a file that declares it; the last merged one if there are several. After merging only its place is
   * used.
   */
  readonly node: FileNode;
  /** Paths that are not known, because of a fault or a missing secret. Rules ignore them. */
  readonly open: readonly string[];
}

/** The settings on one host, with the pool's time in place of a stagger. */
export function settingsOn(
  { name, stagger, settings }: Pick<Declared, "name" | "stagger" | "settings">,
  host: string,
): Declared["settings"] {
  return stagger === undefined ? settings : { ...settings, [schedulePath]: [staggerTime(stagger, host, name)] };
}
