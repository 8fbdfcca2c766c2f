import { resolve } from "node:path";
import type { Fault } from "../errors";

/**
 * Where appcmd is. Left out: `%windir%\system32\inetsrv\appcmd.exe` on this machine.
 * At most one of the two is given. (Connections over SSH will take the field names of `@pulumi/command`.)
 */
export interface Connection {
  /**
   * An `applicationHost.config` to work on offline, with the appcmd emulator of this package: for trying out, for
   * checks of pull requests, on any machine. Relative paths start at the folder of the Pulumi program.
   */
  readonly configFile?: string;
  /** An executable with appcmd's command line, in place of `%windir%\system32\inetsrv\appcmd.exe`. */
  readonly appcmdPath?: string;
}

const keys = ["configFile", "appcmdPath"];

/** Every fault of a connection that someone wrote, with paths below `connection`. */
export function checkConnection(input: unknown): Fault[] {
  if (input === undefined) return [];
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    return [{ path: "connection", message: `must be an object with one of ${keys.join(", ")}` }];
  }
  const faults: Fault[] = [];
  const given = Object.entries(input as Record<string, unknown>).filter(([, value]) => value !== undefined);
  for (const [key, value] of given) {
    const path = `connection.${key}`;
    if (!keys.includes(key)) {
      faults.push({ path, message: `unknown key; a connection takes one of ${keys.join(", ")}` });
    } else if (typeof value !== "string" || value.trim() === "" || value.includes("\0")) {
      faults.push({ path, message: "must be a path" });
    }
  }
  if (keys.every((key) => given.some(([name]) => name === key))) {
    faults.push({ path: "connection", message: "give configFile (offline) or appcmdPath (a real appcmd), not both" });
  }
  return faults;
}

/** The same for two connections that lead to the same host; nothing is looked at. */
export function connectionKey(connection: Connection | undefined, folder = process.cwd()): string {
  if (connection?.configFile !== undefined) return `file:${resolve(folder, connection.configFile)}`;
  return `local:${connection?.appcmdPath ?? ""}`;
}
