import { type FileFault, IisError } from "../errors";
import { hostNameKey } from "../names";
import { isOpen } from "../pool-file/pool/read-declared";
import { below, joinPath } from "../text";
import type { HostDeclaration, PoolFiles } from "../pool-file/pool-file";

/** The host in pool files that is a machine. */
export type OwnHost = Pick<HostDeclaration, "name" | "connection">;

/**
 * The host of a machine: the one of its name, otherwise the only one whose address has its name. Its connection is the one on the
 * machine itself.
 *
 * @param name the name of the computer, or that of `--as`
 * @throws IisError `HOST_MISSING`
 */
export function ownHost({ hosts }: Pick<PoolFiles, "hosts">, name: string): OwnHost {
  const [only] = hosts;
  // Files that declare no hosts are for the machine that reads them.
  if (hosts.length === 1 && only?.name === "local") return only;
  const key = hostNameKey(name);
  const byName = hosts.filter((host) => hostNameKey(host.name) === key);
  const found = byName.length > 0 ? byName : hosts.filter(({ connection }) => addressNames(connection).includes(key));
  const [host, ...others] = found;
  if (host !== undefined && others.length === 0) return { name: host.name, connection: onItself(host.connection) };
  if (host !== undefined) {
    const names = found.map((one) => one.name).join(", ");
    const problem = `several hosts of the pool files have the address ${name}: ${names}`;
    throw new IisError("HOST_MISSING", { problem, hint: "Choose one with --as" });
  }
  const hint = `Add it to hosts, or name one of these with --as: ${listed(hosts.map((one) => one.name))}`;
  throw new IisError("HOST_MISSING", { problem: `the pool files have no host ${name}`, hint });
}

function listed(names: readonly string[]): string {
  const most = 5;
  return names.length <= most ? names.join(", ") : `${names.slice(0, most).join(", ")} …`;
}

/** The address of a host, and its first label: `web-01.example.com`, `web-01`. */
function addressNames({ host }: HostDeclaration["connection"]): readonly string[] {
  if (typeof host !== "string") return [];
  const address = hostNameKey(host.replace(/\.$/, ""));
  return [address, ...(/^[\d.]+$|:/.test(address) ? [] : [address.split(".", 1)[0] ?? ""])];
}

/** Without the way from elsewhere. */
function onItself(connection: HostDeclaration["connection"]): HostDeclaration["connection"] {
  if (connection["host"] === undefined) return connection;
  const { appcmdPath, codePage } = connection;
  return { ...(appcmdPath !== undefined && { appcmdPath }), ...(codePage !== undefined && { codePage }) };
}

/** A fault for each secret of the host's pools whose environment variable is not set. */
export function missingSecrets({ pools, defaults }: Pick<PoolFiles, "pools" | "defaults">, host: string): FileFault[] {
  return [...defaults, ...pools]
    .filter(({ hosts }) => hosts.includes(host))
    .flatMap(({ name, secretNames, open, positions, node }) =>
      Object.entries(secretNames)
        .filter(([path]) => isOpen(path, open))
        .map(([path, variable]) => ({
          path: name === "" ? path : below(joinPath("pools", name), path),
          message: `the environment variable ${variable} is not set`,
          position: positions[path] ?? node.position,
        })),
    );
}
