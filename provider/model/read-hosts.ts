import { dirname, isAbsolute, relative, resolve } from "node:path";
import type { FileFault } from "../errors";
import { checkConnectionInFile } from "../transport/connection";
import { secretPaths } from "../transport/connection-secrets";
import type { FileNode, Read } from "./file-node";
import type { HostDeclaration } from "./pool-file";
import { hosts as hostsOfFile } from "./pool-file-schema";
import { readEntries } from "./read-entries";
import { misplacedReferences } from "./secret-references";

/**
 * The hosts that a file names; relative paths of a connection are relative to the file's folder.
 *
 * @param cwd the folder to which the path of the file and those of the result are relative
 */
export function readHosts(node: FileNode, cwd: string): Read<readonly HostDeclaration[]> {
  const { value: entries, faults } = readEntries(node, hostsOfFile());
  if (entries.length === 0 && faults.length === 0)
    return { value: [], faults: [node.fault("names no host; leave it out, or name one")] };
  const hosts = entries.map(([name, host]): HostDeclaration => {
    const connection = host.node.entries === undefined ? {} : (host.value as Record<string, unknown>);
    return { name, connection: fromFolder(connection, node.source.file, cwd), position: host.position };
  });
  return {
    value: hosts,
    faults: [...faults, ...entries.flatMap(([, host]) => connectionFaults(host))],
  };
}

/** References are allowed only in place of a secret. */
function connectionFaults(host: FileNode): readonly FileFault[] {
  return [
    ...checkConnectionInFile(host.value).map(({ keys, message }) => host.fault(message, keys)),
    ...misplacedReferences(host, (keys) => secretPaths().some((known) => known.join(".") === keys.join("."))),
  ];
}

/**
 * A config file is always a path of this machine; an appcmd only where the connection leads to no other machine, and one
 * without a slash is looked up where the system looks up programs.
 */
function fromFolder(connection: Record<string, unknown>, file: string, cwd: string): Record<string, unknown> {
  const folder = resolve(cwd, dirname(file));
  const { host, configFile, appcmdPath, knownHosts } = connection;
  const isLocalPath = host === undefined && typeof appcmdPath === "string" && /[\\/]/.test(appcmdPath);
  return {
    ...connection,
    ...(typeof configFile === "string" &&
      !isAbsolute(configFile) && { configFile: relative(cwd, resolve(folder, configFile)) }),
    ...(typeof knownHosts === "string" && !/^~[\\/]/.test(knownHosts) && { knownHosts: resolve(folder, knownHosts) }),
    ...(isLocalPath && { appcmdPath: resolve(folder, appcmdPath) }),
  };
}
