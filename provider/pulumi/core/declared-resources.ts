import type * as z from "zod";
import { pathsFromFolder } from "../../connection/local-path";
import { type Connection, connectionSchema } from "../../connection/schema";
import { asWritten, bool, list, optional, text } from "../../input/members";
import { object } from "../../input/object";
import { lazily } from "../../lazily";
import { hostsOfShard, parseShard, shardMember } from "../../plan/shard";
import type { PoolFiles } from "../../pool-file/pool-file";
import { settingsOn } from "../../pool-file/pool/declared";
import { nestSettings } from "../../settings/paths";
import type { Properties, ResourceKind } from "./resource-inputs";

/** The arguments of a PoolFile. */
export const poolFileArgsSchema = lazily(() =>
  object({
    /** Files, folders of `*.yaml` and `*.yml`, and patterns such as `pools/*.yaml`; relative to the working folder. */
    files: list(text("the path of a file or folder, or a pattern"), "a list of files, folders and patterns"),
    /**
     * Adopt pools that exist: declared settings are written, other settings are unchanged. Without it an existing pool
     * is refused. It has an effect at creation only.
     *
     * @default false
     */
    adopt: optional(bool()),
    /**
     * Delete the pools on their servers when they leave the files, or the resource is destroyed. Otherwise they are
     * kept, and a message names each.
     *
     * @default true for a pool that the resource made, false for one that it adopted; false with a shard, because another number of
     * shards moves hosts to other stacks
     */
    deleteWhenRemoved: optional(bool()),
    /**
     * Keep the values of environment variables readable in the state and in previews, for all pools of the files.
     *
     * @default false: they are secrets
     */
    showEnvironment: optional(bool()),
    /**
     * Where appcmd is, instead of the connection of the one host of the files; for example a copy of a server's
     * configuration.
     *
     * @default the connection of the host in the files; for a host without one, as for {@link AppPool}
     */
    connection: optional(connectionSchema()),
    /**
     * Only the hosts of this shard: `3/16` is the third of 16 parts, as with `iispools --shard`. For one stack a shard.
     *
     * @default all hosts
     */
    shard: optional(asWritten<string>(shardMember)),
  }),
);

/** The arguments of a PoolFile. The files are read while the program runs, so no argument can be an output. */
export interface PoolFileArgs extends Readonly<z.input<ReturnType<typeof poolFileArgsSchema>>> {}

/** Options for turning the pools of files into resources. */
interface DeclareOptions {
  /** Adopt pools that exist. */
  readonly adopt: boolean;
  /** Delete pools with their resources. Default: those that were made. */
  readonly deleteWhenRemoved?: boolean;
  /** Keep environment variables readable in the state. */
  readonly showEnvironment?: boolean;
  /** Instead of the host that the files name. */
  readonly connection?: Connection | undefined;
  /** Only the hosts of this shard: `3/16`. */
  readonly shard?: string | undefined;
  /** To which paths in the state are relative. Default: the working folder. */
  readonly folder?: string;
}

/** A resource that pool files declare. */
interface DeclaredResource {
  readonly kind: ResourceKind;
  /**
   * `<host>/<pool>`, or the host's name for its defaults: unique for each kind of resource, and the same in every run.
   */
  readonly name: string;
  readonly properties: Properties;
}

/**
 * One resource for each pool and host, and one for the defaults of each host, sorted by name, so that the order of
 * files and hosts has no effect. Absent pools get no resource: the engine deletes what is no longer in the files.
 */
export function declareResources(
  files: PoolFiles,
  { adopt, deleteWhenRemoved, showEnvironment = false, connection, shard, folder = process.cwd() }: DeclareOptions,
): DeclaredResource[] {
  const inShard = (hosts: readonly string[]): readonly string[] =>
    hostsOfShard(hosts, shard === undefined ? undefined : parseShard(shard), (host) => host);
  const shown = showEnvironment ? { showEnvironment } : {};
  const connections = new Map(files.hosts.map((host) => [host.name, connection ?? given(host.connection, folder)]));
  const pools = files.pools
    .filter(({ isPresent }) => isPresent)
    .flatMap((pool) =>
      inShard(pool.hosts).map((host): DeclaredResource => {
        const { name, state } = pool;
        return {
          kind: "pool",
          name: `${host}/${name}`,
          properties: {
            ...{ name, adopt, ...shown, connection: connections.get(host) },
            ...(deleteWhenRemoved !== undefined && { deleteWhenRemoved }),
            ...(state !== undefined && { state }),
            ...nestSettings(settingsOn(pool, host)),
          },
        };
      }),
    );
  const defaults = files.defaults.flatMap(({ hosts, settings }) =>
    inShard(hosts).map((host): DeclaredResource => ({
      kind: "defaults",
      name: host,
      properties: { ...shown, connection: connections.get(host), ...nestSettings(settings) },
    })),
  );
  return [...defaults, ...pools].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}

/**
 * A host without a connection is this machine, or that of the stack's config. Paths below the program's folder are relative
 * to it in the state, so that runs in other folders see no change.
 */
function given(connection: Readonly<Record<string, unknown>>, folder: string): Connection | undefined {
  return Object.keys(connection).length === 0 ? undefined : pathsFromFolder(connection, folder);
}
