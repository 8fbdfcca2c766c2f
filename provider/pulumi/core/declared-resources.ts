import { settingsOn } from "../../pool-file/pool/declared";
import type { PoolFiles } from "../../pool-file/pool-file";
import { nestSettings } from "../../settings/paths";
import type { Connection } from "../../connection/schema";
import type { Properties, ResourceKind } from "./resource-inputs";

/** How the pools of files become resources. */
interface DeclareOptions {
  /** Take over pools that exist. */
  readonly adopt: boolean;
  /** Keep environment variables readable in the state. */
  readonly showEnvironment?: boolean;
  /** Instead of the host that the files name. */
  readonly connection?: Connection | undefined;
}

/** A resource that pool files declare. */
interface DeclaredResource {
  readonly kind: ResourceKind;
  /** `<host>/<pool>`, or the host's name for its defaults: unique among those of its kind, and the same in every run. */
  readonly name: string;
  readonly properties: Properties;
}

/**
 * One resource a pool and host, and one a host for its defaults, by name, so that the order of files and hosts changes
 * nothing. Pools that are to be absent are none: what leaves the files, the engine deletes.
 */
export function declareResources(
  files: PoolFiles,
  { adopt, showEnvironment = false, connection }: DeclareOptions,
): DeclaredResource[] {
  const shown = showEnvironment ? { showEnvironment } : {};
  const connections = new Map(files.hosts.map((host) => [host.name, connection ?? given(host.connection)]));
  const pools = files.pools
    .filter(({ isPresent }) => isPresent)
    .flatMap((pool) =>
      pool.hosts.map((host): DeclaredResource => {
        const { name, state } = pool;
        return {
          kind: "pool",
          name: `${host}/${name}`,
          properties: {
            ...{ name, adopt, ...shown, connection: connections.get(host) },
            ...(state !== undefined && { state }),
            ...nestSettings(settingsOn(pool, host)),
          },
        };
      }),
    );
  const defaults = files.defaults.flatMap(({ hosts, settings }) =>
    hosts.map((host): DeclaredResource => ({
      kind: "defaults",
      name: host,
      properties: { ...shown, connection: connections.get(host), ...nestSettings(settings) },
    })),
  );
  return [...defaults, ...pools].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}

/** A host without a connection is this machine, or what the stack's config says. */
function given(connection: Readonly<Record<string, unknown>>): Connection | undefined {
  return Object.keys(connection).length === 0 ? undefined : connection;
}
