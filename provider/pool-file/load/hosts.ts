import { dirname, isAbsolute, relative, resolve } from "node:path";
import { checkConnectionInFile, secretPaths } from "../../connection/connection";
import { pathsInFolder } from "../../connection/local-path";
import type { FileFault } from "../../errors";
import { hostNameKey } from "../../names";
import { isRecord } from "../../record";
import type { HostDeclaration, HostGroup } from "../pool-file";
import { misplacedReferences } from "../pool/secret-references";
import { groups as groupsOfFile, hosts as hostsOfFile } from "../schema/pool-file";
import { type FileNode, type Read, readEntries } from "../yaml/file-node";
import { type Fleet, FleetNames, type PlacedName } from "./fleet-names";

/** A group as a file declares it; its hosts may be declared in other files. */
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

/** The groups of all files, with hosts spelled as in the files. */
export function joinGroups(groups: readonly FileGroup[], hosts: Omit<Fleet, "groups">): Read<readonly HostGroup[]> {
  const joined = new Map<string, HostGroup>();
  const fleet = new FleetNames({ ...hosts, groups: [] });
  const faults = groups.flatMap(({ name, members, node }): readonly FileFault[] => {
    if (joined.has(hostNameKey(name))) return [node.fault("is already the name of a group")];
    if (fleet.isHost(name)) return [node.fault("is also the name of a host; give the group another name")];
    const found = fleet.hostsOf(members);
    joined.set(hostNameKey(name), { name, hosts: found.hosts });
    return found.faults;
  });
  return { value: [...joined.values()], faults };
}

/**
 * The hosts that a file names; relative paths of a connection are relative to the file's folder.
 *
 * @param cwd the folder to which the path of the file and those of the result are relative
 */
export function readHosts(node: FileNode, cwd: string): Read<readonly HostDeclaration[]> {
  const { value: entries, faults } = readEntries(node, hostsOfFile());
  if (entries.length === 0 && faults.length === 0)
    return { value: [], faults: [node.fault("names no host; name one, or remove the key")] };
  const hosts = entries.map(([name, host]): HostDeclaration => {
    const connection = host.node.entries === undefined ? {} : (host.value as Record<string, unknown>);
    return { name, connection: fromFolder(connection, node.source.file, cwd), position: host.position };
  });
  return {
    value: hosts,
    faults: [...faults, ...entries.flatMap(([, host]) => connectionFaults(host))],
  };
}

/** References are allowed only for secrets. */
function connectionFaults(host: FileNode): readonly FileFault[] {
  return [
    ...checkConnectionInFile(host.value).map(({ keys, message }) => host.fault(message, keys)),
    ...misplacedReferences(host, (keys) => secretPaths().some((known) => known.join(".") === keys.join("."))),
  ];
}

/**
 * A config file is always a path of this machine. An appcmd path is one only if the connection leads to no other
 * machine; one without a slash is searched for by the system.
 */
function fromFolder(connection: Record<string, unknown>, file: string, cwd: string): Record<string, unknown> {
  const folder = resolve(cwd, dirname(file));
  const { host, configFile, appcmdPath, proxy } = connection;
  const isLocalPath = host === undefined && typeof appcmdPath === "string" && /[\\/]/.test(appcmdPath);
  return {
    ...pathsInFolder(connection, folder),
    ...(isRecord(proxy) && { proxy: pathsInFolder(proxy, folder) }),
    ...(typeof configFile === "string" &&
      !isAbsolute(configFile) && { configFile: relative(cwd, resolve(folder, configFile)) }),
    ...(isLocalPath && { appcmdPath: resolve(folder, appcmdPath) }),
  };
}
