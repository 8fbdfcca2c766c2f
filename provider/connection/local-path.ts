import { homedir } from "node:os";
import { isAbsolute, relative, resolve } from "node:path";
import { envReference } from "../env-reference";
import { isPem } from "./pem";

const home = /^~(?=[\\/])/;

/** Whether a path of a connection begins with the home folder: `~/`. */
export function isInHome(path: string): boolean {
  return home.test(path);
}

/** A path of a connection with the home folder in place of `~`. */
export function expandHome(path: string): string {
  return path.replace(home, () => homedir());
}

/** The fields with the path of a file of the machine that connects. Those of WinRM can also be a text or a reference. */
const fieldsWithPaths = ["privateKeyFile", "knownHosts", "caCert", "clientCert", "clientKey"];

type Fields = Readonly<Record<string, unknown>>;

/** The fields with each path changed, except those in the home folder. */
function withPaths<T extends Fields>(fields: T, change: (path: string) => string): T {
  const changed = fieldsWithPaths.flatMap((key) => {
    const value = fields[key];
    const isPath = typeof value === "string" && !isPem(value) && envReference(value) === undefined && !isInHome(value);
    return isPath ? [[key, change(value)] as const] : [];
  });
  return { ...fields, ...Object.fromEntries(changed) };
}

/** The fields of a machine with absolute paths. @param folder to which they are relative */
export function pathsInFolder<T extends Fields>(fields: T, folder: string): T {
  return withPaths(fields, (path) => resolve(folder, path));
}

/** The fields of a connection with the paths of its keys, host keys and certificates relative to a folder, if they are below it. */
export function pathsFromFolder<T extends Fields>(connection: T, folder: string): T {
  const below = (path: string): string => {
    const inside = relative(folder, path);
    return !isAbsolute(path) || inside.startsWith("..") || isAbsolute(inside) ? path : inside;
  };
  const { proxy } = connection;
  return {
    ...withPaths(connection, below),
    ...(typeof proxy === "object" && proxy !== null && { proxy: pathsFromFolder(proxy as Fields, folder) }),
  };
}
