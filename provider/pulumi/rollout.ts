import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { optional } from "../input/members";
import { object } from "../input/object";
import { readInput } from "../input/read-input";
import { probeMember } from "../model/probe-schema";
import { settleFacts } from "../plan/wave-facts";
import { assignWaves, parseWaves, type Wave } from "../plan/waves";
import { settleMember, wavesMember } from "../plan/waves-schema";
import { recordOf } from "../record";
import { AppPool, type AppPoolArgs } from "./app-pool";
import { runKey } from "./core/run-note";
import { lostKey } from "./registered-properties";
import { RolloutGate } from "./rollout-gate";
import { runError } from "./run-error";

/** What {@link rollout} takes. It is read while the program runs, so nothing but connections can hold outputs. */
export interface RolloutArgs {
  /** The hosts by their names, or with their connections. */
  readonly hosts: readonly string[] | Readonly<Record<string, AppPoolArgs["connection"]>>;
  /** Names for several hosts together. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /**
   * The waves, in one text or each its own: a count of hosts, a share of all with the waves before it, a host or a group,
   * or a group with a count: `canary:1,25%,100%`. Each host has to be in one.
   */
  readonly waves: string | readonly string[];
  /**
   * Asked of each pool once its wave is made, from where the engine runs. `{host}` is the address of the connection, else
   * the host's name, `{pool}` the pool's name; `status` is 200 and `timeout` `30s` unless they are given.
   */
  readonly probe?: { readonly url: string; readonly status?: number; readonly timeout?: string };
  /**
   * The delay before the health check of a wave: `0s` to `24h`.
   *
   * @default "10s"
   */
  readonly settle?: string;
  /**
   * What the names of the gates begin with; two rollouts of a program need two.
   *
   * @default "rollout"
   */
  readonly name?: string;
}

/** A host as the callback of {@link rollout} gets it. */
export interface RolloutHost {
  readonly name: string;
  readonly connection: AppPoolArgs["connection"];
  /** Its wave, as it was asked for. */
  readonly wave: string;
  /** For every resource of the host: it waits for the gate of the wave before. */
  readonly opts: pulumi.CustomResourceOptions;
}

/** What {@link rollout} has made. */
export interface Rollout<T> {
  /** What the callback made, by host. */
  readonly hosts: Readonly<Record<string, T>>;
  /** One behind each wave. */
  readonly gates: readonly RolloutGate[];
}

type Made = pulumi.Resource | readonly pulumi.Resource[];

/**
 * Declares the resources of many hosts so that the engine makes them wave by wave: what `make` declares for a host of a
 * later wave depends on the gate behind the earlier one. A gate that fails, fails the `up`; the next one begins there.
 *
 * @param make declares a host's resources, each with the host's `opts`, and answers them
 * @throws pulumi.RunError with every fault of the arguments
 */
export function rollout<T extends Made>(args: RolloutArgs, make: (host: RolloutHost) => T): Rollout<T> {
  const { hosts, probe, settle = settleFacts.defaultsTo, name = "rollout" } = args;
  const connections = new Map(isList(hosts) ? hosts.map((one) => [one, undefined]) : Object.entries(hosts));
  const gates: RolloutGate[] = [];
  const made = new Map<string, T>();
  for (const wave of wavesOf(args, [...connections.keys()])) {
    const before = gates.slice(-1);
    for (const host of wave.hosts) made.set(host, makeHost(host, connections.get(host), wave, before, make));
    const ofWave = wave.hosts.map((host) => [host, listOf(made.get(host))] as const);
    gates.push(
      new RolloutGate(
        `${name}-${gates.length + 1}`,
        {
          ...{ wave: wave.name, settle, probe },
          // As outputs: the SDK makes a text of all else, and fails where a host is called toString.
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

const texts = object({ waves: wavesMember, settle: optional(settleMember) });

/** @throws pulumi.RunError with every fault */
function wavesOf({ waves: asked, groups = {}, probe, settle }: RolloutArgs, hosts: readonly string[]): readonly Wave[] {
  const { faults } = readInput(texts, { waves: asked, settle });
  // What is right of them where something is not: names that nothing has are faults too.
  const { steps } = parseWaves([asked].flat().join(","));
  const named = Object.entries(groups).map(([name, members]) => ({ name, hosts: members }));
  const strangers = named.flatMap(({ name, hosts: members }) =>
    members.filter((one) => !hosts.includes(one)).map((one) => `groups.${name}: there is no host "${one}"`),
  );
  const { waves, rest, faults: unknown } = assignWaves(steps, { hosts, groups: named });
  const lost = hosts.includes(lostKey) ? [`hosts: Pulumi drops the key "${lostKey}"; give the host another name`] : [];
  const problems = [
    ...faults.map(({ path, message }) => `${path}: ${message}`),
    ...unknown.map(({ message }) => `waves: ${message}`),
    ...strangers,
    ...lost,
    // Resources that a program no longer declares are deleted.
    ...(faults.length + unknown.length === 0 && rest.length > 0
      ? [`waves: no wave has ${rest.join(", ")}; end with 100%`]
      : []),
    ...(probe === undefined
      ? []
      : readInput(probeMember(), probe).faults.map(({ path, message }) => `probe.${path}: ${message}`)),
  ];
  if (problems.length > 0) throw runError(["rollout:", ...problems].join("\n  "));
  return waves;
}

function isList(hosts: RolloutArgs["hosts"]): hosts is readonly string[] {
  return Array.isArray(hosts);
}

function listOf(made: Made | undefined): readonly pulumi.Resource[] {
  return made === undefined
    ? []
    : Array.isArray(made)
      ? (made as readonly pulumi.Resource[])
      : [made as pulumi.Resource];
}

/** What a gate has to know of a pool. */
function rolledPool(resource: pulumi.Resource): object[] {
  if (!AppPool.isInstance(resource)) return [];
  const { connection } = resource as unknown as { readonly connection: unknown };
  return [{ name: resource.name, state: resource.state, connection }];
}

/** How a resource is reached, and how it came to be, is no change of what it is. */
const beside = ["urn", "host", "connection", "adopt", "forceDelete", "showEnvironment", "__provider", runKey];

/** A digest of all that the resources put out: it is another where one of them is made, changed or replaced. */
function digest(resources: readonly pulumi.Resource[]): pulumi.Output<string> {
  const outputs = resources.map((resource) => {
    const own = Object.entries(resource).filter(
      ([key, value]) => pulumi.Output.isInstance(value) && !beside.includes(key),
    );
    return own.sort(([a], [b]) => (a < b ? -1 : 1)) as [string, pulumi.Output<unknown>][];
  });
  return pulumi.output(outputs).apply((values) => {
    return createHash("sha256").update(JSON.stringify(values)).digest("hex").slice(0, 16);
  });
}
