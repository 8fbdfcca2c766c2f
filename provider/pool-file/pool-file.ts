import type { FileFault, Position } from "../errors";
import type { Declared } from "./pool/declared";

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
  readonly pools: readonly Declared[];
  readonly defaults: readonly Declared[];
  readonly ignore: readonly IgnoreRule[];
}

/** A fault as one line: `pools.yaml:7:9 pools.Shop.recycling.periodicRestart.memroy: unknown key …` */
export function formatFault({ position, path, message }: FileFault): string {
  const place = [position === undefined ? "" : formatPosition(position), path].filter((part) => part !== "").join(" ");
  return place === "" ? message : `${place}: ${message}`;
}

/** A place as editors and terminals jump to it: `pools.yaml:7:9`. */
export function formatPosition({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`;
}
