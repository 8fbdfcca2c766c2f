import type { FileFault } from "../errors";
import { mostListed } from "../list-faults";
import { listNames } from "../list-names";
import { hostNameKey } from "../name-keys";
import { nearestName } from "../nearest-name";
import type { FileNode } from "./file-node";
import type { HostGroup } from "./pool-file";

/** A name of a host or a group, and where it stands. */
export interface PlacedName {
  readonly name: string;
  readonly node: FileNode;
}

/** What stands for hosts, and a fault for every name that stands for none. */
export interface FoundHosts {
  readonly hosts: readonly string[];
  readonly faults: readonly FileFault[];
}

/** All that a name of a host or a group can stand for. */
export interface Fleet {
  readonly hosts: readonly string[];
  readonly groups: readonly HostGroup[];
}

/** The names of a fleet, to look up many. */
export class FleetNames {
  /** The place of each host in the fleet. */
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #groups: ReadonlyMap<string, HostGroup>;
  readonly #all: readonly string[];
  #suggested = 0;

  constructor(readonly fleet: Fleet) {
    this.#ranks = new Map(fleet.hosts.map((host, index) => [hostNameKey(host), index]));
    this.#groups = new Map(fleet.groups.map((group) => [hostNameKey(group.name), group]));
    this.#all = [...fleet.hosts, ...fleet.groups.map(({ name }) => name)];
  }

  isHost(name: string): boolean {
    return this.#ranks.has(hostNameKey(name));
  }

  /** The hosts of a host's or a group's name; undefined where there is neither. */
  hostsNamed(name: string): readonly string[] | undefined {
    const rank = this.#ranks.get(hostNameKey(name));
    if (rank !== undefined) return [this.fleet.hosts[rank] ?? name];
    return this.#groups.get(hostNameKey(name))?.hosts;
  }

  /** The hosts that the names stand for, each once, in the order of the fleet. */
  hostsOf(names: readonly PlacedName[]): FoundHosts {
    const faults: FileFault[] = [];
    const found = new Set(
      names.flatMap(({ name, node }) => {
        const hosts = this.hostsNamed(name);
        if (hosts === undefined) faults.push(node.fault(this.whyUnknown(name)));
        return hosts ?? [];
      }),
    );
    const rank = (host: string): number => this.#ranks.get(hostNameKey(host)) ?? 0;
    return { hosts: [...found].sort((a, b) => rank(a) - rank(b)), faults };
  }

  /** What is told of a name that stands for nothing. To look for a similar one costs a look at all names. */
  whyUnknown(name: string): string {
    this.#suggested += 1;
    const meant = this.#suggested > mostListed ? undefined : nearestName(name, this.#all);
    const hint = meant === undefined ? `known are ${listNames(this.#all)}` : `did you mean "${meant}"?`;
    return `there is no host${this.fleet.groups.length > 0 ? " or group" : ""} "${name}", ${hint}`;
  }
}
