import { dirname, isAbsolute, relative, resolve } from "node:path";
import { envReference } from "../env-reference";
import type { Fault, FileFault } from "../errors";
import { secretPaths } from "../transport/connection-secrets";
import type { FileNode, Read } from "./file-node";
import type { HostDeclaration } from "./pool-file";
import { hosts as hostsOfFile } from "./pool-file-schema";
import { readEntries } from "./read-entries";
import { misplacedReferences } from "./secret-references";

/** What reading hosts needs from outside. */
export interface HostReading {
  readonly cwd: string;
  /** Every fault of a connection, with paths below `connection`. */
  readonly checkConnection: (input: unknown) => readonly Fault[];
}

/** The hosts that a file names; relative paths of a connection start at the file's folder. */
export function readHosts(node: FileNode, { cwd, checkConnection }: HostReading): Read<readonly HostDeclaration[]> {
  const { value: entries, faults } = readEntries(node, hostsOfFile());
  if (entries.length === 0 && faults.length === 0)
    return { value: [], faults: [node.fault("names no host; leave it out, or name one")] };
  const hosts = entries.map(([name, host]): HostDeclaration => {
    const connection = host.node.entries === undefined ? {} : (host.value as Record<string, unknown>);
    return { name, connection: fromFolder(connection, node.source.file, cwd), position: host.position };
  });
  return {
    value: hosts,
    faults: [...faults, ...entries.flatMap(([, host]) => connectionFaults(host, checkConnection))],
  };
}

function connectionFaults(host: FileNode, checkConnection: HostReading["checkConnection"]): readonly FileFault[] {
  return [
    ...checkConnection(host.value).map(({ path, message }) => host.fault(message, keysOfPath(path).slice(1))),
    // A secret stands in no file, and a reference to one nowhere else.
    ...misplacedReferences(host, (keys) => secretPaths.some((known) => known.join(".") === keys.join("."))),
    ...secretPaths.flatMap((keys) => {
      const written = host.at(keys)?.value;
      const isWritten = typeof written === "string" && envReference(written) === undefined;
      return isWritten ? [host.fault(onlyFromEnvironment, keys)] : [];
    }),
  ];
}

function keysOfPath(path: string): string[] {
  const steps = path.match(/\["(?:[^"\\]|\\.)*"\]|[^.[]+/g) ?? [];
  return steps.map((step) => (step.startsWith("[") ? (JSON.parse(step.slice(1, -1)) as string) : step));
}

const onlyFromEnvironment = "a secret is not written into a file: write ${env:NAME}, the variable that holds it";

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
