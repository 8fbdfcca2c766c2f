import * as z from "zod";
import type { Fault } from "../../../errors";
import { asWritten, list, mustBe, optional, record, text } from "../../../input/members";
import { object } from "../../../input/object";
import { readInput } from "../../../input/read-input";
import { lazily } from "../../../lazily";
import { settleFacts } from "../../../plan/waves/wave-facts";
import { hostsOfShard, parseShard, shardMember } from "../../../plan/shard";
import { assignWaves, parseWaves, settleMember, type Wave, wavesMember } from "../../../plan/waves/waves";
import { FleetNames } from "../../../pool-file/load/fleet-names";
import { probeMember } from "../../../pool-file/schema/probe";
import { isRecord } from "../../../record";
import { joinPath } from "../../../text";

const hosts = "a list of hosts, or an object with a connection by host";

function rolloutShape() {
  return {
    /** The hosts by their names, or with their connections. */
    hosts: asWritten<readonly string[] | Readonly<Record<string, unknown>>>(
      z.union([list(text("the name of a host"), hosts), z.custom(isRecord, { error: mustBe(hosts) })], {
        error: mustBe(hosts),
      }),
    ).meta({
      description: "The hosts by their names, or with their connections.",
    }),
    /** Names for several hosts together. */
    groups: optional(
      asWritten<Readonly<Record<string, readonly string[]>>>(
        record(
          z.string(),
          list(text("the name of a host"), "a list of hosts"),
          "an object with a list of hosts by group",
        ),
      ),
    ).meta({ description: "Names for several hosts together." }),
    /**
     * The waves, as one text or as a list. A wave is a number of hosts, a share of all hosts including earlier waves, a
     * host or group, or a group with a number: `canary:1,25%,100%`. Each host must be in one.
     */
    waves: asWritten<string | readonly string[]>(wavesMember).meta({
      description:
        "The waves, as one text or as a list. A wave is a number of hosts, a share of all hosts including earlier waves, a host or group, or a group with a number: `canary:1,25%,100%`. Each host must be in one.",
    }),
    /**
     * Only the hosts of this shard: `3/16` is the third of 16 parts, as with `iispools --shard`. For one stack a shard; the waves are
     * of its hosts.
     *
     * @default all hosts
     */
    shard: optional(asWritten<string>(shardMember)).meta({
      description:
        "Only the hosts of this shard: `3/16` is the third of 16 parts, as with `iispools --shard`. For one stack a shard; the waves are of its hosts.",
      defaultsTo: "all hosts",
    }),
    /**
     * The request to each pool after its wave, sent from the machine of the engine. `{host}` is the address of the
     * connection, else the host's name; `{pool}` is the pool's name. Defaults: `status` 200, `timeout` `30s`.
     */
    probe: optional(
      asWritten<{ readonly url: string; readonly status?: number; readonly timeout?: string }>(probeMember()),
    ).meta({
      description:
        "The request to each pool after its wave, sent from the machine of the engine. `{host}` is the address of the connection, else the host's name; `{pool}` is the pool's name. Defaults: `status` 200, `timeout` `30s`.",
    }),
    /**
     * The delay before the health check of a wave: `0s` to `24h`.
     *
     * @default 10s
     */
    settle: optional(asWritten<string>(settleMember)).meta({
      description: "The delay before the health check of a wave: `0s` to `24h`.",
      defaultsTo: settleFacts.defaultsTo,
    }),
    /**
     * The prefix of the names of the health checks; two rollouts of a program must have different prefixes.
     *
     * @default rollout
     */
    name: optional(text("a name")).meta({
      description:
        "The prefix of the names of the health checks; two rollouts of a program must have different prefixes.",
      defaultsTo: "rollout",
    }),
  };
}

/** The arguments of `rollout`. The connections of hosts may hold outputs; the resources check them. */
export const rolloutSchema = lazily(() => object(rolloutShape()));

/** The arguments of `rollout` as programs write them. */
export interface RolloutInputs extends Readonly<z.input<ReturnType<typeof rolloutSchema>>> {}

/** The waves of a rollout, and every fault of its arguments; with faults the waves must not be used. */
export function rolloutWaves(args: RolloutInputs): {
  readonly waves: readonly Wave[];
  readonly faults: readonly Fault[];
} {
  const { faults } = readInput(rolloutSchema(), args);
  const isFaulty = (key: string): boolean => faults.some(({ keys }) => keys[0] === key);
  if (isFaulty("hosts")) return { waves: [], faults };
  const hosts = hostsOf(args);
  const fleet = new FleetNames({ hosts, groups: [] });
  const groups = Object.entries(isFaulty("groups") ? {} : (args.groups ?? {}));
  // Unknown names are faults too, even if other waves have faults.
  const { steps } = parseWaves(
    [args.waves]
      .flat()
      .filter((one) => typeof one === "string")
      .join(","),
  );
  const canAssign = !isFaulty("groups");
  const named = groups.map(([name, members]) => ({
    name,
    hosts: members.flatMap((one) => fleet.hostsNamed(one) ?? []),
  }));
  const shard = args.shard === undefined || isFaulty("shard") ? undefined : parseShard(args.shard);
  const chosen = hostsOfShard(hosts, shard, (host) => host);
  const { waves, rest, faults: unknown } = assignWaves(canAssign ? steps : [], { hosts, groups: named }, chosen);
  const areAssigned = canAssign && !isFaulty("waves") && unknown.length === 0;
  return {
    waves,
    faults: [
      ...faults,
      ...unknown,
      ...groups.flatMap(([name, members]) =>
        members
          .filter((one) => !fleet.isHost(one))
          .map((one) => ({ path: joinPath("groups", name), message: fleet.whyUnknown(one) })),
      ),
      // The engine deletes resources that a program no longer declares.
      ...(areAssigned && rest.length > 0
        ? [{ path: "waves", message: `no wave has ${rest.join(", ")}; end with 100%` }]
        : []),
    ],
  };
}

/** The names of the hosts of a rollout; programs without types may omit them. */
export function hostsOf({ hosts }: Partial<Pick<RolloutInputs, "hosts">>): string[] {
  return Array.isArray(hosts) ? [...(hosts as readonly string[])] : Object.keys(hosts ?? {});
}
