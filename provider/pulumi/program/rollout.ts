import * as pulumi from "@pulumi/pulumi";
import { settleFacts } from "../../plan/waves/wave-facts";
import type { Wave } from "../../plan/waves/waves";
import { formatFault } from "../../pool-file/pool-file";
import { ownValue, recordOf } from "../../record";
import type { GateInputs } from "../core/rollout/gate";
import { hostsOf, type RolloutInputs, rolloutWaves } from "../core/rollout/schema";
import { runKey } from "../core/run-note";
import { marksKey } from "../core/secret-properties";
import { AppPool, type AppPoolArgs } from "./app-pool";
import { lostKey, runError } from "./registered-properties";
import { sha256 } from "../../sha256";

/**
 * The health check after a wave of {@link rollout}. At `up`, if a declaration of its hosts changed, it checks that
 * their pools run and respond, and fails if they do not.
 */
export class RolloutGate extends pulumi.CustomResource {
  /** The type as the engine and policy packs name it. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/iis:RolloutGate";

  constructor(
    name: string,
    args: pulumi.Inputs & Record<keyof GateInputs, unknown>,
    opts: pulumi.CustomResourceOptions,
  ) {
    const provider = 'exports.handler = () => require("pulumi-iis/dynamic").rolloutGate;';
    super(RolloutGate.__pulumiType, name, { ...args, __provider: provider }, opts);
  }
}

/** The arguments of {@link rollout}. They are read while the program runs, so only connections can contain outputs. */
export interface RolloutArgs extends Omit<RolloutInputs, "hosts"> {
  /** The hosts by their names, or with their connections. */
  readonly hosts: readonly string[] | Readonly<Record<string, AppPoolArgs["connection"]>>;
}

/** A host for the callback of {@link rollout}. */
export interface RolloutHost {
  readonly name: string;
  readonly connection: AppPoolArgs["connection"];
  /** Its wave, as given by the user. */
  readonly wave: string;
  /** Options for every resource of the host: it waits for the health check of the wave before. */
  readonly opts: pulumi.CustomResourceOptions;
}

/** The result of {@link rollout}. */
export interface Rollout<T> {
  /** The results of the callback, by host. */
  readonly hosts: Readonly<Record<string, T>>;
  /** One after each wave. */
  readonly gates: readonly RolloutGate[];
}

type Made = pulumi.Resource | readonly pulumi.Resource[];

/**
 * Declares the resources of many hosts so that the engine creates them wave by wave: the resources of a host in a later
 * wave depend on the health check of the earlier one. A failed health check fails the `up`; the next `up` continues
 * there.
 *
 * @param make declares a host's resources, each with the host's `opts`, and returns them
 * @throws pulumi.RunError with every fault of the arguments
 */
export function rollout<T extends Made>(args: RolloutArgs, make: (host: RolloutHost) => T): Rollout<T> {
  // Only own keys are used, as in the check.
  const own = { ...args };
  const { hosts, probe, settle = settleFacts.defaultsTo, name = "rollout" } = own;
  const gates: RolloutGate[] = [];
  const made = new Map<string, T>();
  const waves = wavesOf(own);
  const connections = Array.isArray(hosts) ? {} : (hosts as Readonly<Record<string, AppPoolArgs["connection"]>>);
  for (const wave of waves) {
    const before = gates.slice(-1);
    for (const host of wave.hosts) made.set(host, makeHost(host, ownValue(connections, host), wave, before, make));
    const ofWave = wave.hosts.map((host) => [host, listOf(made.get(host))] as const);
    gates.push(
      new RolloutGate(
        `${name}-${gates.length + 1}`,
        {
          ...{ wave: wave.name, settle, probe },
          // As outputs: the SDK converts anything else to text, and fails for a host that is called toString.
          pools: pulumi.output(
            Object.fromEntries(ofWave.map(([host, resources]) => [host, resources.flatMap(rolledPool)])),
          ),
          triggers: pulumi.output(Object.fromEntries(ofWave.map(([host, resources]) => [host, digest(resources)]))),
        },
        { dependsOn: [...ofWave.flatMap(([, resources]) => resources), ...before] },
      ),
    );
  }
  return { hosts: recordOf(made), gates };
}

function makeHost<T extends Made>(
  name: string,
  connection: AppPoolArgs["connection"],
  wave: Wave,
  before: readonly RolloutGate[],
  make: (host: RolloutHost) => T,
): T {
  const ordered = { is: false };
  const made = make({
    ...{ name, connection, wave: wave.name },
    get opts() {
      ordered.is = true;
      return { dependsOn: [...before] };
    },
  });
  if (ordered.is || listOf(made).length === 0) return made;
  throw runError(`rollout: the callback gives the resources of ${name} no host.opts, so they have no wave`);
}

/** @throws pulumi.RunError with every fault */
function wavesOf(args: RolloutArgs): readonly Wave[] {
  const { waves, faults } = rolloutWaves(args);
  const isLost = hostsOf(args).includes(lostKey);
  const lost = { path: "hosts", message: `Pulumi drops the key "${lostKey}"; give the host another name` };
  const all = [...faults, ...(isLost ? [lost] : [])].map(formatFault);
  if (all.length > 0) throw runError(["rollout:", ...all].join("\n  "));
  return waves;
}

function listOf(made: Made | undefined): readonly pulumi.Resource[] {
  return made === undefined
    ? []
    : Array.isArray(made)
      ? (made as readonly pulumi.Resource[])
      : [made as pulumi.Resource];
}

/** The facts of a pool for its health check. */
function rolledPool(resource: pulumi.Resource): object[] {
  if (!AppPool.isInstance(resource)) return [];
  const { connection } = resource as unknown as { readonly connection: unknown };
  return [{ name: resource.name, state: resource.state, connection }];
}

/** The connection and options such as `adopt` are not part of the digest: they do not change the pool. */
const beside = [
  "urn",
  "host",
  "connection",
  "adopt",
  "adopted",
  "forceDelete",
  "deleteWhenRemoved",
  "showEnvironment",
  "__provider",
  marksKey,
  runKey,
];

/** A digest of all outputs of the resources: it changes if one of them is created, changed or replaced. */
function digest(resources: readonly pulumi.Resource[]): pulumi.Output<string> {
  const outputs = resources.map((resource) => {
    const own = Object.entries(resource).filter(
      ([key, value]) => pulumi.Output.isInstance(value) && !beside.includes(key),
    );
    return own.sort(([a], [b]) => (a < b ? -1 : 1)) as [string, pulumi.Output<unknown>][];
  });
  return pulumi.output(outputs).apply((values) => {
    return sha256(JSON.stringify(values)).toString("hex").slice(0, 16);
  });
}
