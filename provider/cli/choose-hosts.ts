import { IisError } from "../errors";
import { interruptible } from "../engine/interruptible";
import { FleetNames } from "../model/fleet-names";
import type { HostDeclaration } from "../model/pool-file";
import { hostNameKey } from "../name-keys";
import type { Connection } from "../transport/connection-schema";
import type { Transport } from "../transport/transport";
import { Failure } from "./failure";
import type { Io } from "./io";
import type { HostOptions } from "./verb-options";

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
