import { dirname, isAbsolute, relative, resolve } from "node:path";
import { envReference } from "../env-reference";
import type { Fault } from "../errors";
import { below, joinPath } from "../join-path";
import { secretPaths } from "../transport/connection-secrets";
import { type FileFaults, nodeAt } from "./file-faults";
import type { HostDeclaration } from "./pool-file";
import { onlyForSecrets, referencesIn } from "./secret-references";
import type { YamlNode } from "./yaml-document";

/** What reading hosts needs from outside. */
export interface HostReading {
  readonly cwd: string;
  /** Every fault of a connection, with paths below `connection`. */
  readonly checkConnection: (input: unknown) => readonly Fault[];
}

/** The secrets of a connection; the references are passed on to whoever connects. */
const secretPlaces = secretPaths.map((keys) => keys.join("."));

/** The hosts that a file names; relative paths of a connection start at the file's folder. */
export function readHosts(node: YamlNode, file: FileFaults, reading: HostReading): readonly HostDeclaration[] {
  if (node.entries === undefined) {
    file.add(node, "hosts", "expected host names, each with its connection, for example web-01: { }");
    return [];
  }
  if (node.entries.size === 0) {
    file.add(node, "hosts", "names no host; leave it out, or name one");
    return [];
  }
  return [...node.entries].map(([name, child]) => readHost(name, child, file, reading));
}

function readHost(
  name: string,
  node: YamlNode,
  file: FileFaults,
  { cwd, checkConnection }: HostReading,
): HostDeclaration {
  const path = joinPath("hosts", name);
  const problem = hostNameProblem(name);
  if (problem !== undefined) file.add(node, path, problem);
  for (const { path: place, message } of checkConnection(node.value)) {
    const inside = place.replace(/^connection\.?/, "");
    file.add(nodeAt(node, inside).node, below(path, inside), message);
  }
  addSecretFaults(node, path, file);
  const connection = node.entries === undefined ? {} : (node.value as Record<string, unknown>);
  return { name, connection: fromFolder(connection, file.source.file, cwd), position: file.positionOf(node) };
}

/** A secret stands in no file, and a reference to one nowhere else. */
function addSecretFaults(node: YamlNode, path: string, file: FileFaults): void {
  for (const { path: inside, node: place } of referencesIn(node)) {
    if (!secretPlaces.includes(inside)) file.add(place, below(path, inside), onlyForSecrets);
  }
  for (const inside of secretPlaces) {
    const { node: at, isExact } = nodeAt(node, inside);
    const isWritten = isExact && typeof at.value === "string" && envReference(at.value) === undefined;
    if (isWritten) file.add(at, below(path, inside), onlyFromEnvironment);
  }
}

const onlyFromEnvironment = "a secret is not written into a file: write ${env:NAME}, the variable that holds it";

function hostNameProblem(name: string): string | undefined {
  if (name.trim() === "") return "a host needs a name that is not blank";
  return /[\p{Cc}*?/\\]/u.test(name) ? "the name of a host cannot hold * ? / \\ or control characters" : undefined;
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
