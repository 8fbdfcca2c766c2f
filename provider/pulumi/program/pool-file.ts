import * as pulumi from "@pulumi/pulumi";
import type { FileFault } from "../../errors";
import { joinPath } from "../../text";
import { formatFault } from "../../pool-file/pool-file";
import { loadPoolFiles } from "../../pool-file/load/load-pool-files";
import type { Declared } from "../../pool-file/pool/declared";
import { recordOf } from "../../record";
import { visibleText } from "../../visible-text";
import { AppPool, type AppPoolArgs, AppPoolDefaults, type AppPoolDefaultsArgs } from "./app-pool";
import { checkInputs } from "../core/check";
import { declareResources, type PoolFileArgs, poolFileArgsSchema } from "../core/declared-resources";
import { runError } from "./registered-properties";

/**
 * The pools of YAML pool files: an {@link AppPool} for each pool and host, named `<host>/<pool>`, and an {@link
 * AppPoolDefaults} for each host with declared defaults, as children. A secret is an environment variable of the
 * program (`${env:NAME}`) and a secret in the state. A pool with `state: absent` is not declared: the engine deletes
 * only pools that it manages and that are no longer in the files.
 *
 * Every fault of every file is reported at once, with file, line and column, before anything is registered.
 */
export class PoolFile extends pulumi.ComponentResource {
  /** The type as the engine and policy packs name it. */
  static readonly __pulumiType = "iis:index:PoolFile";

  /** The pools by `<host>/<pool>`. */
  readonly pools: Readonly<Record<string, AppPool>>;
  /** The defaults by host. */
  readonly defaults: Readonly<Record<string, AppPoolDefaults>>;

  /** @throws pulumi.RunError with every fault of the files */
  constructor(name: string, args: PoolFileArgs, opts?: pulumi.ComponentResourceOptions) {
    const declared = declaredBy(name, args);
    super(PoolFile.__pulumiType, name, {}, opts);
    const child = { parent: this };
    const ofKind = (wanted: "pool" | "defaults") => declared.filter(({ kind }) => kind === wanted);
    this.defaults = recordOf(
      ofKind("defaults").map(({ name: host, properties }) => [
        host,
        new AppPoolDefaults(host, properties as AppPoolDefaultsArgs, child),
      ]),
    );
    this.pools = recordOf(
      ofKind("pool").map(({ name: path, properties }) => [path, new AppPool(path, properties as AppPoolArgs, child)]),
    );
    this.registerOutputs();
  }
}

function declaredBy(name: string, given: PoolFileArgs) {
  // Only own keys are used, as in the check.
  const args = { ...given };
  const own = checkInputs(poolFileArgsSchema(), args);
  const areFilesNamed = !own.some(({ path }) => path.startsWith("files"));
  const { files, faults } = loadPoolFiles(areFilesNamed ? args.files : [], {
    ...{ cwd: process.cwd(), env: process.env, secrets: "required" },
  });
  const {
    adopt = false,
    deleteWhenRemoved = args.shard === undefined ? undefined : false,
    showEnvironment = false,
    connection,
    shard,
  } = args;
  const all: readonly FileFault[] = [
    ...own,
    ...(connection === undefined ? [] : severalHosts(files.hosts.length)),
    ...faults,
    ...files.pools.flatMap(renameFault),
  ];
  if (all.length > 0) throw runError([`PoolFile "${name}":`, ...all.map(formatFault)].join("\n  "));
  for (const block of files.unused) void pulumi.log.warn(visibleText(`PoolFile "${name}": ${formatFault(block)}`));
  const removal = deleteWhenRemoved === undefined ? {} : { deleteWhenRemoved };
  return declareResources(files, { adopt, ...removal, showEnvironment, connection, shard });
}

/** The engine identifies a pool by its name: another name is another resource, and the old pool is deleted first. */
function renameFault({ name, renamedFrom, positions }: Declared): FileFault[] {
  if (renamedFrom === undefined) return [];
  const position = positions["renamedFrom"];
  const message = "is only supported by iispools apply; run that first, then remove it here and adopt the pool";
  return [{ path: joinPath(joinPath("pools", name), "renamedFrom"), message, ...(position && { position }) }];
}

function severalHosts(hosts: number): FileFault[] {
  return hosts > 1 ? [{ path: "connection", message: `is for one host, but the files name ${hosts}` }] : [];
}
