import { existsSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import type { Connection } from "../connection/schema";
import { interruptible } from "../engine/apply/stop";
import { IisError } from "../errors";
import { type LoadOptions, loadPoolFiles } from "../pool-file/load/load-pool-files";
import type { HostDeclaration, PoolFiles } from "../pool-file/pool-file";
import type { Transport } from "../transport/transport";
import { hostsOfShard } from "../plan/shard";
import type { Io } from "./io";
import type { HostOptions, LiveHostOptions } from "./options";
import { Failure } from "./failure";
import { namedHosts } from "./named-hosts";
import { poolFilesRead, realPath, refuseOverwriting, type WritingFlags } from "./refuse-overwriting";
import { connectionKey, connectionWarnings } from "../connection/connection";
import { joinPath } from "../text";

/** The default places of pool files; the first one that exists counts, and the others are named. */
export const defaultPlaces = ["pools.yaml", "pools.yml", "pools"];

/**
 * Everything that the pool files declare.
 *
 * @param paths files, folders or globs; none: {@link defaultPlaces}
 * @throws Failure with every fault of every file
 */
export function loadFiles(paths: readonly string[], io: Io, secrets: LoadOptions["secrets"]): PoolFiles {
  const { files, faults } = readFiles(paths, io, secrets);
  if (faults.length > 0) throw new Failure(faults);
  return files;
}

/** The same, with the faults and all that could be read. @throws Failure without any file */
export function readFiles(
  paths: readonly string[],
  io: Io,
  secrets: LoadOptions["secrets"],
): ReturnType<typeof loadPoolFiles> {
  const { cwd, env } = io.place;
  if (paths.length === 0) nameOthers(io);
  return loadPoolFiles(pathsOrDefault(paths, io), { cwd, env, secrets });
}

/** Names the default places that are not read, because an earlier one exists. */
function nameOthers({ place: { cwd }, stderr }: Io): void {
  const [first, ...others] = defaultPlaces.filter((path) => existsSync(join(cwd, path)));
  if (first === undefined || others.length === 0) return;
  stderr.write(`warning: only ${first} is read, not ${others.join(" and ")}. To read several, name them\n`);
}

/** The paths, or the default place if there are none. @throws Failure without any file */
export function pathsOrDefault(paths: readonly string[], { place: { cwd } }: Io): readonly string[] {
  return paths.length > 0 ? paths : [defaultPlace(cwd)];
}

/** The first of {@link defaultPlaces} that exists. */
export function findDefaultPlace(cwd: string): string | undefined {
  return defaultPlaces.find((path) => existsSync(join(cwd, path)));
}

function defaultPlace(cwd: string): string {
  const found = findDefaultPlace(cwd);
  if (found !== undefined) return found;
  throw new Failure([{ path: "", message: poolFileRequired(cwd) }]);
}

function poolFileRequired(cwd: string): string {
  return `a pool file is required; ${cwd} has no ${defaultPlaces.slice(0, -1).join(", ")} or ${defaultPlaces.at(-1)}`;
}

/** A host to work on. */
export interface ChosenHost {
  readonly name: string;
  readonly connection: Connection;
  /** The transport to it, under the host's name; always the same one. @throws IisError `NO_APPCMD` */
  readonly connect: () => Transport;
  /** The same, but it stops reading after Ctrl-C. */
  readonly connectToRead: () => Transport;
}

/** The options that choose hosts, and those that name a file to write. */
type ChoosingFlags = Pick<HostOptions, "host" | "configFile" | "shard"> & WritingFlags;

/**
 * The hosts of the files or of a saved plan that `--host` names, and of these the ones of `--shard`. Faults are those of the hosts of
 * all shards, so that every shard has the same.
 *
 * @throws Failure for unknown names, for two names of one target, for `--config-file` with several hosts, and if one of their files
 * would be overwritten
 */
export function chooseHosts<T extends Target>(
  { hosts, names: files = [] }: { readonly hosts: readonly T[]; readonly names?: readonly string[] },
  flags: ChoosingFlags,
  io: Io,
): (ChosenHost & { readonly declared: T })[] {
  const { configFile } = flags;
  const chosen = namedHosts(hosts, flags);
  if (configFile !== undefined && chosen.length > 1) {
    const list = chosen.map(({ name }) => name).join(", ");
    const message = `can replace one host only, and there are several. Choose one with --host: ${list}`;
    throw new Failure([{ path: "--config-file", message }]);
  }
  const targets = chosen.map((declared) => {
    const connection: Connection = configFile === undefined ? declared.connection : { configFile };
    return { declared, target: { ...declared, connection } };
  });
  refuseSameTarget(
    targets.map(({ target }) => target),
    io,
  );
  const configs = targets.flatMap(({ target: { name, connection } }) =>
    connection.configFile === undefined ? [] : [{ file: connection.configFile, what: `the configuration of ${name}` }],
  );
  refuseOverwriting([...configs, ...poolFilesRead(files)], flags, io);
  return hostsOfShard(targets, flags.shard, ({ target }) => target.name).map(({ declared, target }) => ({
    ...hostAt(target.name, target.connection, io),
    declared,
  }));
}

/** A host by its name and connection. Warnings about the way there are printed at once. */
export function hostAt(name: string, connection: Connection, io: Io): ChosenHost {
  let transport: Transport | undefined;
  const warnings = connectionWarnings(connection);
  for (const warning of warnings) io.stderr.write(`warning: ${name}: ${warning}\n`);
  const rethrow = (error: unknown): never => {
    throw error instanceof IisError ? error.at({ host: name }) : error;
  };
  const open = (): Transport => {
    try {
      const raw = io.connect(connection);
      return { ...raw, host: name, warnings, exec: (args, ...signals) => raw.exec(args, ...signals).catch(rethrow) };
    } catch (error) {
      return rethrow(error);
    }
  };
  const connect = (): Transport => (transport ??= open());
  return { name, connection, connect, connectToRead: () => interruptible(connect(), io.signal, "everything") };
}

/**
 * The hosts of a verb that reads pool files only for their connections. With `--config-file` it reads none; without files and
 * `--host` the host is this machine.
 *
 * @throws Failure for files with faults, for unknown hosts, and for `--config-file` with several hosts
 */
export function chooseLiveHosts(
  { host = [], files = [], configFile, shard, metrics }: LiveHostOptions & Pick<WritingFlags, "metrics">,
  io: Io,
): ChosenHost[] {
  const { cwd } = io.place;
  const only = (name: string, connection: Connection): ChosenHost[] =>
    hostsOfShard([name], shard, (one) => one).map((one) => hostAt(one, connection, io));
  if (files.length === 0 && configFile !== undefined && host.length <= 1) {
    return only(host[0] ?? basename(configFile, extname(configFile)), { configFile });
  }
  if (files.length === 0 && findDefaultPlace(cwd) === undefined) {
    if (host.length === 0) return only("local", {});
    throw new Failure([{ path: "--host", message: `${poolFileRequired(cwd)}. Name one with --files` }]);
  }
  return chooseHosts(
    loadFiles(files, io, "may be missing"),
    { host, ...(configFile !== undefined && { configFile }), ...(shard !== undefined && { shard }), metrics },
    io,
  );
}

/** A host, with its place if a file declares it. */
type Target = Pick<HostDeclaration, "name" | "connection"> & Partial<Pick<HostDeclaration, "position">>;

/**
 * Two names for one configuration would be read as two hosts and written twice.
 *
 * @throws Failure with a fault for each further name
 */
function refuseSameTarget(hosts: readonly Target[], { place: { cwd } }: Io): void {
  const first = new Map<string, string>();
  const faults = hosts.flatMap(({ name, connection, position }) => {
    const key = connectionKey(realTarget(connection, cwd), cwd);
    const other = first.get(key);
    first.set(key, other ?? name);
    if (other === undefined) return [];
    const message = `leads to the same configuration as ${other}, so only one of the two can be used. Remove one, or choose with --host`;
    return [{ path: joinPath("hosts", name), message, ...(position && { position }) }];
  });
  if (faults.length > 0) throw new Failure(faults);
}

/** The connection with the real path of its file, and with host names that do not end with the dot of the DNS root. */
function realTarget(connection: Connection, cwd: string): Connection {
  const { configFile, proxy } = connection;
  if (configFile !== undefined) return { configFile: realPath(resolve(cwd, configFile)) };
  return { ...withoutDot(connection), ...(proxy && { proxy: withoutDot(proxy) }) };
}

function withoutDot<T extends { readonly host?: string | undefined }>(place: T): T {
  return place.host === undefined ? place : { ...place, host: place.host.replace(/\.$/, "") };
}
