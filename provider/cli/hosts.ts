import { basename, extname } from "node:path";
import type { Connection } from "../connection/schema";
import { interruptible } from "../engine/apply/stop";
import { IisError } from "../errors";
import { hostNameKey } from "../names";
import { FleetNames } from "../pool-file/load/fleet-names";
import type { HostDeclaration } from "../pool-file/pool-file";
import type { Transport } from "../transport/transport";
import type { Io } from "./io";
import { findUsualPlace, loadFiles, poolFileRequired } from "./load-files";
import type { HostOptions, LiveHostOptions } from "./options";
import { Failure } from "./outcome";

/** A host to work on. */
export interface ChosenHost {
  readonly name: string;
  readonly connection: Connection;
  /** Leads there, under the host's name, each time the same way. @throws IisError `NO_APPCMD` */
  readonly connect: () => Transport;
  /** The same, but nothing is read any more once Ctrl-C was pressed. */
  readonly connectToRead: () => Transport;
}

/**
 * The hosts of the files or of a saved plan, or those of them that were asked for.
 *
 * @throws Failure for names that no file has, and where `--config-file` is to stand for several hosts
 */
export function chooseHosts<T extends Pick<HostDeclaration, "name" | "connection">>(
  { hosts }: { readonly hosts: readonly T[] },
  { host: names = [], configFile }: Pick<HostOptions, "host" | "configFile">,
  io: Io,
): (ChosenHost & { readonly declared: T })[] {
  const known = new FleetNames({ hosts: hosts.map(({ name }) => name), groups: [] });
  const unknown = names.filter((name) => !known.isHost(name));
  if (unknown.length > 0) {
    throw new Failure(unknown.map((name) => ({ path: "--host", message: known.whyUnknown(name) })));
  }
  const wanted = new Set(names.map(hostNameKey));
  const chosen = names.length === 0 ? hosts : hosts.filter(({ name }) => wanted.has(hostNameKey(name)));
  if (configFile !== undefined && chosen.length > 1) {
    const list = chosen.map(({ name }) => name).join(", ");
    const message = `stands for one host, and the files name several; say which with --host: ${list}`;
    throw new Failure([{ path: "--config-file", message }]);
  }
  return chosen.map((declared) => {
    const { name, connection } = declared;
    return { ...hostAt(name, configFile === undefined ? connection : { configFile }, io), declared };
  });
}

/** A host by its name and the way there. */
export function hostAt(name: string, connection: Connection, io: Io): ChosenHost {
  let transport: Transport | undefined;
  const rethrow = (error: unknown): never => {
    throw error instanceof IisError ? error.at({ host: name }) : error;
  };
  const begin = (): Transport => {
    try {
      const way = io.connect(connection);
      return { ...way, host: name, exec: (args, ...signals) => way.exec(args, ...signals).catch(rethrow) };
    } catch (error) {
      return rethrow(error);
    }
  };
  const connect = (): Transport => (transport ??= begin());
  return { name, connection, connect, connectToRead: () => interruptible(connect(), io.signal, "everything") };
}

/**
 * The hosts of a verb about what runs, which needs pool files only for the way there: with `--config-file` none, and
 * without any file and `--host` it is this machine.
 *
 * @throws Failure for files with faults, hosts that no file has, and where `--config-file` is to stand for several
 */
export function chooseLiveHosts({ host = [], files = [], configFile }: LiveHostOptions, io: Io): ChosenHost[] {
  const { cwd } = io.place;
  if (files.length === 0 && configFile !== undefined && host.length <= 1) {
    return [hostAt(host[0] ?? basename(configFile, extname(configFile)), { configFile }, io)];
  }
  if (files.length === 0 && findUsualPlace(cwd) === undefined) {
    if (host.length === 0) return [hostAt("local", {}, io)];
    throw new Failure([{ path: "--host", message: `${poolFileRequired(cwd)}; name one with --files` }]);
  }
  return chooseHosts(
    loadFiles(files, io, "may be missing"),
    { host, ...(configFile !== undefined && { configFile }) },
    io,
  );
}
