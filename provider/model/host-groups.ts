import type { Position } from "../errors";
import { joinPath } from "../join-path";
import { mostListed } from "../list-faults";
import { listNames } from "../list-names";
import { hostNameKey } from "../name-keys";
import type { FileFaults } from "./file-faults";
import type { HostGroup } from "./pool-file";
import { nearestName } from "../nearest-name";
import type { YamlNode } from "./yaml-document";

/** A name of a host or a group, and whoever tells what is wrong with it. */
export interface NameInFile {
  readonly name: string;
  readonly complain: (message: string) => void;
}

/** A group as a file declares it; its hosts may be those of other files. */
export interface FileGroup extends NameInFile {
  readonly position: Position;
  readonly members: readonly NameInFile[];
}

/** All that a name of a host or a group can stand for. */
export interface Fleet {
  readonly hosts: readonly string[];
  readonly groups: readonly HostGroup[];
}

/** Also fit for `--waves`, where `,`, `:` and `%` mean something and a number is a count. */
const groupName = /^[\p{L}_][\p{L}\p{N}._-]*$/u;

/** Reads `groups: { canary: [web-01] }`. */
export function readGroups(node: YamlNode, file: FileFaults): readonly FileGroup[] {
  if (node.entries === undefined) {
    file.add(node, "groups", "expected names of groups, each with its hosts, for example canary: [web-01]");
    return [];
  }
  return [...node.entries].flatMap(([name, child]) => {
    const path = joinPath("groups", name);
    const complain = (message: string): void => {
      file.add(child, path, message);
    };
    const members = readNames(child, path, file);
    if (groupName.test(name)) return [{ name, complain, members, position: file.positionOf(child) }];
    complain("the name of a group is of letters, digits, . _ and -, and begins with a letter");
    return [];
  });
}

/** Reads a name of a host or a group, or a list of them. */
export function readNames(node: YamlNode, path: string, file: FileFaults): readonly NameInFile[] {
  const items = node.items ?? [node];
  if (items.length === 0) file.add(node, path, "names no host");
  return items.flatMap((item, index) => {
    const at = node.items === undefined ? path : `${path}[${index}]`;
    const complain = (message: string): void => {
      file.add(item, at, message);
    };
    if (typeof item.value === "string") return [{ name: item.value, complain }];
    complain("expected the name of a host, or a list of names");
    return [];
  });
}

/** The groups of all files, their hosts as the files spell them. */
export function joinGroups(groups: readonly FileGroup[], hosts: readonly string[]): readonly HostGroup[] {
  const joined = new Map<string, HostGroup>();
  const fleet = new FleetNames({ hosts, groups: [] });
  for (const { name, members, complain } of groups) {
    if (joined.has(hostNameKey(name))) complain("is a group already");
    else if (fleet.isHost(name)) complain("is the name of a host too; give the group another");
    else joined.set(hostNameKey(name), { name, hosts: fleet.hostsOf(members) });
  }
  return [...joined.values()];
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

  /** The hosts that the names stand for, each once, in the order of the fleet; what stands for none is told. */
  hostsOf(names: readonly NameInFile[]): readonly string[] {
    const found = new Set(
      names.flatMap(({ name, complain }) => {
        const hosts = this.hostsNamed(name);
        if (hosts === undefined) complain(this.whyUnknown(name));
        return hosts ?? [];
      }),
    );
    const rank = (host: string): number => this.#ranks.get(hostNameKey(host)) ?? 0;
    return [...found].sort((a, b) => rank(a) - rank(b));
  }

  /** What is told of a name that stands for nothing. To look for a similar one costs a look at all names. */
  whyUnknown(name: string): string {
    this.#suggested += 1;
    const meant = this.#suggested > mostListed ? undefined : nearestName(name, this.#all);
    const hint = meant === undefined ? `known are ${listNames(this.#all)}` : `did you mean "${meant}"?`;
    return `there is no host${this.fleet.groups.length > 0 ? " or group" : ""} "${name}", ${hint}`;
  }
}
