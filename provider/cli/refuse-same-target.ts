import { resolve } from "node:path";
import { connectionKey } from "../connection/connection";
import type { Connection } from "../connection/schema";
import type { HostDeclaration } from "../pool-file/pool-file";
import { joinPath } from "../text";
import { Failure } from "./failure";
import type { Io } from "./io";
import { realPath } from "./refuse-overwriting";

/** A host, with its place if a file declares it. */
export type Target = Pick<HostDeclaration, "name" | "connection"> & Partial<Pick<HostDeclaration, "position">>;

/**
 * Two names for one configuration would be read as two hosts and written twice.
 *
 * @throws Failure with a fault for each further name
 */
export function refuseSameTarget(hosts: readonly Target[], { place: { cwd } }: Io): void {
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
