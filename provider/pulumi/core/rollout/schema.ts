import * as z from "zod";
import { lazily } from "../../../lazily";
import { list, mustBe, optional, record, text } from "../../../input/members";
import { object } from "../../../input/object";
import { probeMember } from "../../../pool-file/schema/probe";
import { isRecord } from "../../../record";
import { settleFacts } from "../../../plan/waves/result";
import { settleMember, wavesMember } from "../../../plan/waves/schema";

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
     * The waves, in one text or each its own: a count of hosts, a share of all with the waves before it, a host or a group,
     * or a group with a count: `canary:1,25%,100%`. Each host must be in one.
     */
    waves: asWritten<string | readonly string[]>(wavesMember).meta({
      description:
        "The waves, in one text or each its own: a count of hosts, a share of all with the waves before it, a host or a group, or a group with a count: `canary:1,25%,100%`. Each host must be in one.",
    }),
    /**
     * Asked of each pool once its wave is made, from where the engine runs. `{host}` is the address of the connection, else
     * the host's name, `{pool}` the pool's name; `status` is 200 and `timeout` `30s` unless they are given.
     */
    probe: optional(
      asWritten<{ readonly url: string; readonly status?: number; readonly timeout?: string }>(probeMember()),
    ).meta({
      description:
        "Asked of each pool once its wave is made, from where the engine runs. `{host}` is the address of the connection, else the host's name, `{pool}` the pool's name; `status` is 200 and `timeout` `30s` unless they are given.",
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
     * The prefix of the names of the gates; two rollouts of a program need different ones.
     *
     * @default rollout
     */
    name: optional(text("a name")).meta({
      description: "The prefix of the names of the gates; two rollouts of a program need different ones.",
      defaultsTo: "rollout",
    }),
  };
}

/** The arguments of `rollout`. The connections of hosts may hold outputs; the resources check them. */
export const rolloutSchema = lazily(() => object(rolloutShape()));

/** The arguments of `rollout` as programs write them. */
export interface RolloutInputs extends Readonly<z.input<ReturnType<typeof rolloutSchema>>> {}

/** A member with the type that programs write; its output is not used. */
function asWritten<I>(member: z.ZodType): z.ZodType<unknown, I> {
  return member as z.ZodType<unknown, I>;
}
