import type { Position } from "../errors";
import type { FileFaults } from "./file-faults";
import { joinPath } from "./file-path";
import type { HostGroup } from "./pool-file";
import { nearestName } from "./suggest";
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
  for (const { name, members, complain } of groups) {
    if (joined.has(key(name))) complain("is a group already");
    else if (hosts.some((host) => key(host) === key(name)))
      complain("is the name of a host too; give the group another");
    else joined.set(key(name), { name, hosts: hostsOf(members, { hosts, groups: [] }) });
  }
  return [...joined.values()];
}

/** The hosts that the names stand for, each once, in the order of the fleet; what stands for none is told. */
export function hostsOf(names: readonly NameInFile[], fleet: Fleet): readonly string[] {
  const found = new Set(
    names.flatMap(({ name, complain }) => {
      const hosts = hostsNamed(name, fleet);
      if (hosts === undefined) complain(unknownName(name, fleet));
      return hosts ?? [];
    }),
  );
  return fleet.hosts.filter((host) => found.has(host));
}

/** The hosts of a host's or a group's name; undefined where there is neither. */
export function hostsNamed(name: string, { hosts, groups }: Fleet): readonly string[] | undefined {
  const host = hosts.find((one) => key(one) === key(name));
  if (host !== undefined) return [host];
  return groups.find((group) => key(group.name) === key(name))?.hosts;
}

/** What is told of a name that stands for nothing. */
export function unknownName(name: string, { hosts, groups }: Fleet): string {
  const known = [...hosts, ...groups.map((group) => group.name)];
  const meant = nearestName(name, known);
  const shown = known.length > 20 ? `${known.slice(0, 20).join(", ")} …` : known.join(", ");
  const hint = meant === undefined ? `known are ${shown}` : `did you mean "${meant}"?`;
  return `there is no host${groups.length > 0 ? " or group" : ""} "${name}", ${hint}`;
}

function key(name: string): string {
  return name.toLowerCase();
}
