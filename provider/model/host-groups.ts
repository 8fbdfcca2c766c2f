import type { FileFault } from "../errors";
import { hostNameKey } from "../name-keys";
import type { FileNode, Read } from "./file-node";
import { type Fleet, FleetNames, type PlacedName } from "./fleet-names";
import type { HostGroup } from "./pool-file";
import { groups as groupsOfFile } from "./pool-file-schema";
import { readEntries } from "./read-entries";

/** A group as a file declares it; its hosts may be those of other files. */
export interface FileGroup extends PlacedName {
  readonly members: readonly PlacedName[];
}

/** The groups of a file. */
export function readGroups(node: FileNode): Read<readonly FileGroup[]> {
  const schema = groupsOfFile();
  const { value: entries, faults } = readEntries(node, schema);
  const read = entries.map(([name, child]) => ({ name, node: child, faults: child.read(schema.valueType).faults }));
  return {
    value: read.map(({ name, node: child }) => ({ name, node: child, members: namesAt(child) })),
    faults: [...faults, ...read.flatMap(({ faults: own }) => own)],
  };
}

/** The names of hosts and groups at a part of a file that was read with {@link names}. */
export function namesAt(node: FileNode): readonly PlacedName[] {
  const items = node.node.items === undefined ? [node] : node.children.map(([, item]) => item);
  return items.flatMap((item) => (typeof item.value === "string" ? [{ name: item.value, node: item }] : []));
}

/** The groups of all files, their hosts as the files spell them. */
export function joinGroups(
  groups: readonly FileGroup[],
  hosts: Pick<Fleet, "hosts" | "hasOthers">,
): Read<readonly HostGroup[]> {
  const joined = new Map<string, HostGroup>();
  const fleet = new FleetNames({ ...hosts, groups: [] });
  const faults = groups.flatMap(({ name, members, node }): readonly FileFault[] => {
    if (joined.has(hostNameKey(name))) return [node.fault("is a group already")];
    if (fleet.isHost(name)) return [node.fault("is the name of a host too; give the group another")];
    const found = fleet.hostsOf(members);
    joined.set(hostNameKey(name), { name, hosts: found.hosts });
    return found.faults;
  });
  return { value: [...joined.values()], faults };
}
