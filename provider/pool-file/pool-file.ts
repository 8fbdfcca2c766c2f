import type { FileFault, Position } from "../errors";
import type { Declared } from "./pool/declared";

/** A host that a pool file names. */
export interface HostDeclaration {
  readonly name: string;
  /** How to reach it: checked, with paths relative to the working directory. Empty: appcmd of this machine. */
  readonly connection: Readonly<Record<string, unknown>>;
  readonly position: Position;
}

/** Several hosts under one name. */
export interface HostGroup {
  readonly name: string;
  /** By their names in {@link PoolFiles.hosts}, in that order. */
  readonly hosts: readonly string[];
}

/** A difference that drift does not report, and why. */
export interface IgnoreRule {
  /** Pools by name, `*` for any characters. Default: every pool. */
  readonly pool?: string;
  /** Settings by path, `*` for any characters. Default: every difference of the pool. */
  readonly path?: string;
  /** Hosts by name, `*` for any characters. Default: every host of the rule's file. */
  readonly host?: string;
  /** The hosts of the rule's file, by their names in {@link PoolFiles.hosts}: the rule applies to no other host. */
  readonly hosts: readonly string[];
  readonly reason: string;
  readonly position: Position;
}

/** Everything that a set of pool files declares. */
export interface PoolFiles {
  /** The files, relative to the working directory, in the order in which they were read. */
  readonly names: readonly string[];
  readonly hosts: readonly HostDeclaration[];
  readonly groups: readonly HostGroup[];
  /** A pool that differs between its hosts occurs several times, each time with its hosts. */
  readonly pools: readonly Declared[];
  readonly defaults: readonly Declared[];
  readonly ignore: readonly IgnoreRule[];
  /** Warnings about blocks that apply to no pool; none if the files have faults. */
  readonly unused: readonly FileFault[];
}

/** A fault as one line: `pools.yaml:7:9 pools.Shop.recycling.periodicRestart.memroy: unknown key …` */
export function formatFault({ position, path, message }: FileFault): string {
  const place = [position === undefined ? "" : formatPosition(position), path].filter((part) => part !== "").join(" ");
  return place === "" ? message : `${place}: ${message}`;
}

/** A place in the format that editors and terminals can open: `pools.yaml:7:9`. */
export function formatPosition({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`;
}
