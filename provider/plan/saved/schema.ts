import * as z from "zod";
import type { PoolState } from "../../appcmd/answers/pools";
import type { EditTarget } from "../../appcmd/edit";
import { connectionSchema } from "../../connection/schema";
import type { Environment } from "../../env-reference";
import { type JsonSchema, jsonSchemaOf } from "../../input/json-schema";
import { bool, list, mustBe, oneOf, optional, record, text, wholeNumber } from "../../input/members";
import { object, objectBy, rule, type RuleFault } from "../../input/object";
import { describeGiven, describeWrong, showGiven } from "../../input/wording";
import { lazily } from "../../lazily";
import { hostNameKey, poolKey } from "../../names";
import { plural } from "../../text";
import type { PoolChange } from "../change/change";
import { type Desired, targetName } from "../change/desired";
import type { ChangeReason } from "../results";
import { mostShards, type ShardPart } from "../shard";
import { savedPath, settingChange, wantedSettings } from "./settings-schema";

/** One change of a saved plan. */
export interface SavedChange {
  readonly reason: ChangeReason;
  readonly change: PoolChange;
  /** The desired side; omitted for a deletion. */
  readonly desired?: Desired;
}

/** A host of a saved plan. */
export interface SavedHost {
  readonly name: string;
  /** The connection, as in the pool file; it holds no secret. */
  readonly connection: Readonly<Record<string, unknown>>;
  readonly changes: readonly SavedChange[];
}

/** A saved plan without its seal. */
export interface SavedPlan {
  readonly hosts: readonly SavedHost[];
  /** The pool files that declare the hosts, as they were given. Absent if they declare other connections, and in plans of older versions. */
  readonly files?: readonly string[] | undefined;
  /** Only of a plan of a shard: where the hosts are among those of all shards. */
  readonly shard?: ShardPart | undefined;
}

/** A pool is either deleted or declared, and the declared target is the one that is changed. */
export function inconsistencies({ reason, change, desired }: SavedChange): RuleFault[] {
  const isDeletion = change.kind === "delete";
  if (isDeletion !== (reason !== "declared")) {
    const fitting = isDeletion ? "absent or pruned" : "declared";
    const message = describeWrong(`${fitting} for a change of kind ${change.kind}`, reason, showGiven);
    return [{ keys: ["reason"], message }];
  }
  if (isDeletion) return desired === undefined ? [] : [{ keys: ["desired"], message: "is not allowed for a deletion" }];
  if (desired === undefined) return [{ keys: ["desired"], message: "is required, because the pool is not deleted" }];
  return targetKey(desired.target) === targetKey(change.target)
    ? []
    : [{ keys: ["desired", "target"], message: "must be the target of the change" }];
}

/** Two changes of one pool would hide each other. */
export function changedTwice({ changes }: Pick<SavedHost, "changes">): RuleFault[] {
  return repeated(changes.map(({ change }) => targetKey(change.target))).map((at) => ({
    keys: ["changes", at, "change", "target"],
    message: "is changed twice",
  }));
}

/** If two hosts had one name, one would get the changes of the other. */
export function hostTwice({ hosts }: { readonly hosts: readonly Pick<SavedHost, "name">[] }): RuleFault[] {
  return repeated(hosts.map(({ name }) => hostNameKey(name))).map((at) => ({
    keys: ["hosts", at, "name"],
    message: "is also the name of another host; letter case is ignored",
  }));
}

/** Every host of a shard has its place. */
function otherPlaces({ hosts, shard }: Pick<SavedPlan, "hosts" | "shard">): RuleFault[] {
  if (shard === undefined || shard.hosts.length === hosts.length) return [];
  const places = plural(hosts.length, "place", "places");
  const message = describeWrong(`a list of ${places}, one for each host`, shard.hosts.length, describeGiven);
  return [{ keys: ["shard", "hosts"], message }];
}

/** The positions of keys that are in the list already. */
function repeated(keys: readonly string[]): number[] {
  const first = new Map<string, number>();
  return keys.flatMap((key, at) => {
    if (first.has(key)) return [at];
    first.set(key, at);
    return [];
  });
}

/** Distinguishes the defaults from a pool with that name. */
function targetKey(target: EditTarget): string {
  return `${typeof target} ${poolKey(targetName(target))}`;
}

const shardNumber = lazily(() => wholeNumber(1, mostShards));
const placeInOrder = lazily(() => wholeNumber(0, Number.MAX_SAFE_INTEGER));
const shard = lazily(() =>
  object({
    of: shardNumber().meta({ description: "The number of shards." }),
    indexes: list(shardNumber(), "a list of the numbers of shards").meta({ description: "From 1." }),
    hosts: list(placeInOrder(), "a list of places").meta({ description: "The place of each host, from 0." }),
  }),
);

/** The format of the file. A change of the format increases the number. */
export const planSchema = "iispools.saved-plan/1";

const poolStates: readonly PoolState[] = ["Starting", "Started", "Stopping", "Stopped", "Unknown"];
const wantedState = lazily(() => oneOf(["Started", "Stopped"]));
const pool = lazily(() => object({ pool: text("the name of a pool") }));
const defaults = "applicationPoolDefaults";
const error = mustBe(`{ "pool": NAME } or "${defaults}"`);
const target = lazily(() => z.union([pool(), z.literal(defaults, { error })], { error }));
const place = lazily(() =>
  object({
    site: optional(
      text("the name of a site").meta({ description: "The site; without it, the defaults of all sites." }),
    ),
    application: optional(
      text("a path").meta({ description: "The application; without it, the defaults of the site." }),
    ),
  }),
);
const state = lazily(() =>
  object({ from: optional(oneOf(poolStates)), to: wantedState() }).meta({
    description: "The run-time state: on the host, and desired.",
  }),
);

type AnyConnection = z.ZodType<Readonly<Record<string, unknown>>>;

/** Any connection: the reader of a plan checks the rules over several fields. */
const anyConnection = lazily((): AnyConnection =>
  record(z.string(), z.unknown(), `an object with ${Object.keys(connectionSchema().shape).join(", ")}`),
);

/**
 * The schema of saved plans. It returns them with their secrets.
 *
 * @param env the environment variables from which the secrets are read
 */
export function savedPlan(env: Environment, connection: AnyConnection = anyConnection()) {
  const changed = object({
    reason: oneOf(["declared", "absent", "pruned"]).meta({
      description:
        "The reason: a file declares it, a file has state: absent, or no file has the pool and --prune was given.",
    }),
    change: changeOf(env),
    desired: optional(desiredOf(env)),
  });
  const host = object({
    name: text("the name of a host"),
    connection,
    changes: list(changed.check(rule(inconsistencies)), "a list of changes").meta({
      description: "In order; empty if nothing differs.",
    }),
  });
  return object({
    schema: oneOf([planSchema]),
    digest: text("the digest of the hosts").meta({ description: "SHA-256 of the hosts: sha256:HEX." }),
    signature: optional(
      text("the signature of the hosts").meta({ description: "HMAC of the hosts with IISPOOLS_PLAN_KEY." }),
    ),
    files: optional(list(text("the path of a pool file"), "a list of paths")).meta({
      description: "The pool files that declare the hosts, as they were given.",
    }),
    shard: optional(shard()).meta({
      description: "Only of a plan of shards: where the hosts are among those of all shards.",
    }),
    hosts: list(host.check(rule(changedTwice)), "a list of hosts"),
  })
    .check(rule(hostTwice))
    .check(rule(otherPlaces));
}

/** The JSON Schema of a saved plan. */
export function savedPlanJsonSchema(): JsonSchema {
  return { ...jsonSchemaOf(savedPlan({}, connectionSchema())), title: "Saved plan of iispools" };
}

function changeOf(env: Environment) {
  const settings = list(settingChange(env), "a list of settings that differ");
  const update = object({ kind: oneOf(["create", "update"]), target: target(), settings, state: optional(state()) });
  const rename = object({
    kind: oneOf(["rename"]),
    target: pool(),
    from: text("the name of a pool").meta({ description: "The old pool." }),
    isNew: bool().meta({ description: "Whether the target is created." }),
    settings,
    state: optional(state()),
    moves: list(place(), "a list of places").meta({ description: "What moves from the old pool to the new one." }),
    deletes: bool().meta({ description: "Whether the old pool is deleted." }),
  });
  return objectBy("kind", [update, rename, object({ kind: oneOf(["delete"]), target: pool() })], "a change").meta({
    description:
      "The differences at the time of the plan. They are applied only if the host still has the same differences.",
  });
}

function desiredOf(env: Environment) {
  return object({
    target: target(),
    settings: wantedSettings(env),
    inherit: list(savedPath(), "a list of settings").meta({
      description: "Settings that are reset to their inherited value.",
    }),
    state: optional(wantedState()),
    renamedFrom: optional(text("the name of a pool").meta({ description: "The old name of the pool." })),
    checkPasswords: optional(
      bool().meta({ description: "Whether encrypted passwords count as different from the declared ones." }),
    ),
  }).meta({ description: "The desired settings and state of the target; omitted for a deletion." });
}
