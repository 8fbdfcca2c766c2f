import type { FileFault } from "../../errors";
import { hostNameKey } from "../../names";
import { nearestName, UnknownNames } from "../../unknown-name";
import type { FileNode } from "../yaml/file-node";
import type { HostGroup } from "../pool-file";

/** A name of a host or a group, and its place. */
export interface PlacedName {
  readonly name: string;
  readonly node: FileNode;
}

/** The hosts of names, and a fault for every unknown name. */
export interface FoundHosts {
  readonly hosts: readonly string[];
  readonly faults: readonly FileFault[];
}

/** The hosts and groups that a name can mean. */
export interface Fleet {
  readonly hosts: readonly string[];
  readonly groups: readonly HostGroup[];
  /** Whether unreadable files may declare others: then no name is reported as unknown. Default: false. */
  readonly hasOthers?: boolean;
  /** Whether no file declares hosts, so that `local` is the only one. Default: false. */
  readonly isUndeclared?: boolean;
}

/** The fault of a name, not like `local`, if no file declares hosts. It is the same for all names, so it is reported once. */
export const noHostsDeclared =
  "is unknown, because no file declares hosts and the only host is `local`. Name the file that declares them too, or its folder";

/** The names of a fleet, for many lookups. */
export class FleetNames {
  /** The index of each host in the fleet. */
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #groups: ReadonlyMap<string, HostGroup>;
  readonly #unknown: UnknownNames;

  constructor(readonly fleet: Fleet) {
    this.#ranks = new Map(fleet.hosts.map((host, index) => [hostNameKey(host), index]));
    this.#groups = new Map(fleet.groups.map((group) => [hostNameKey(group.name), group]));
    const all = [...fleet.hosts, ...fleet.groups.map(({ name }) => name)];
    this.#unknown = new UnknownNames(fleet.groups.length > 0 ? "host or group" : "host", all);
  }

  isHost(name: string): boolean {
    return this.#ranks.has(hostNameKey(name));
  }

  /** The hosts of a host's or a group's name; undefined if it is neither. */
  hostsNamed(name: string): readonly string[] | undefined {
    const rank = this.#ranks.get(hostNameKey(name));
    if (rank !== undefined) return [this.fleet.hosts[rank] ?? name];
    return this.#groups.get(hostNameKey(name))?.hosts;
  }

  /** The hosts of the names, each once, in the order of the fleet. */
  hostsOf(names: readonly PlacedName[]): FoundHosts {
    const faults: FileFault[] = [];
    const found = new Set(
      names.flatMap(({ name, node }) => {
        const hosts = this.hostsNamed(name);
        if (hosts === undefined) faults.push(...this.unknownFaults(name, node));
        return hosts ?? [];
      }),
    );
    const rank = (host: string): number => this.#ranks.get(hostNameKey(host)) ?? 0;
    return { hosts: [...found].sort((a, b) => rank(a) - rank(b)), faults };
  }

  /** The fault of an unknown name in a file. */
  unknownFaults(name: string, node: FileNode): readonly FileFault[] {
    return this.fleet.hasOthers === true ? [] : [node.fault(this.whyUnknown(name))];
  }

  /** The fault of an unknown name. */
  whyUnknown(name: string): string {
    const { hosts, isUndeclared = false } = this.fleet;
    return isUndeclared && nearestName(name, hosts) === undefined ? noHostsDeclared : this.#unknown.fault(name);
  }
}
