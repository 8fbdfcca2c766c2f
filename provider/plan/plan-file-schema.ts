import * as z from "zod";
import type { PoolState } from "../appcmd/listed-pool";
import type { Environment } from "../env-reference";
import { type JsonSchema, jsonSchemaOf } from "../input/json-schema";
import { bool, list, mustBe, oneOf, optional, record, text } from "../input/members";
import { object } from "../input/object";
import { objectBy } from "../input/object-by";
import { rule } from "../input/rule";
import { connectionSchema } from "../transport/connection-schema";
import { changedTwice, hostTwice, misfits } from "./plan-file-rules";
import { settingChange, savedPath, wantedSettings } from "./saved-settings-schema";

/** The form of the file. Another one gets another number. */
export const planSchema = "iispools.saved-plan/1";

const poolStates: readonly PoolState[] = ["Starting", "Started", "Stopping", "Stopped", "Unknown"];
const wantedState = oneOf(["Started", "Stopped"]);
const pool = object({ pool: text("the name of a pool") });
const defaults = "applicationPoolDefaults";
const error = mustBe(`{ "pool": NAME } or "${defaults}"`);
const target = z.union([pool, z.literal(defaults, { error })], { error });
const place = object({
  site: optional(text("the name of a site").meta({ description: "The site; without it, the defaults of all sites." })),
  application: optional(text("a path").meta({ description: "The application; without it, the defaults of the site." })),
});
const state = object({ from: optional(oneOf(poolStates)), to: wantedState }).meta({
  description: "The run-time state: as it was, and as it is to be.",
});

type AnyConnection = z.ZodType<Readonly<Record<string, unknown>>>;

/** Any: there are rules over several of its fields, which whoever reads a plan checks. */
const anyConnection: AnyConnection = record(
  z.string(),
  z.unknown(),
  `an object with ${Object.keys(connectionSchema.shape).join(", ")}`,
);

/**
 * The one schema of saved plans. What it reads are the hosts, with their secrets.
 *
 * @param env where the secrets are read from, again
 */
export function savedPlan(env: Environment, connection: AnyConnection = anyConnection) {
  const changed = object({
    reason: oneOf(["declared", "absent", "pruned"]).meta({
      description: "Why: a file declares it, a file says state: absent, or no file has the pool and --prune was given.",
    }),
    change: changeOf(env),
    desired: optional(desiredOf(env)),
  });
  const host = object({
    name: text("the name of a host"),
    connection,
    changes: list(changed.check(rule(misfits)), "a list of changes").meta({
      description: "In the order in which they are made; none where nothing differs.",
    }),
  });
  return object({
    schema: oneOf([planSchema]),
    digest: text("the digest of the hosts").meta({ description: "SHA-256 of the hosts: sha256:HEX." }),
    signature: optional(
      text("the signature of the hosts").meta({ description: "HMAC of the hosts with IISPOOLS_PLAN_KEY." }),
    ),
    hosts: list(host.check(rule(changedTwice)), "a list of hosts"),
  }).check(rule(hostTwice));
}

/** The JSON Schema of a saved plan. */
export function savedPlanJsonSchema(): JsonSchema {
  return { ...jsonSchemaOf(savedPlan({}, connectionSchema)), title: "Saved plan of iispools" };
}

function changeOf(env: Environment) {
  const settings = list(settingChange(env), "a list of settings that differ");
  const update = object({ kind: oneOf(["create", "update"]), target, settings, state: optional(state) });
  const rename = object({
    kind: oneOf(["rename"]),
    target: pool,
    from: text("the name of a pool").meta({ description: "The pool whose place is taken." }),
    isNew: bool().meta({ description: "Whether the target has to be made." }),
    settings,
    state: optional(state),
    moves: list(place, "a list of places").meta({ description: "What names the old pool and is to name the new one." }),
    deletes: bool().meta({ description: "Whether the old pool is deleted." }),
  });
  return objectBy("kind", [update, rename, object({ kind: oneOf(["delete"]), target: pool })], "a change").meta({
    description: "What differed when the plan was made. It is made on the host only while it is what differs there.",
  });
}

function desiredOf(env: Environment) {
  return object({
    target,
    settings: wantedSettings(env),
    inherit: list(savedPath, "a list of settings").meta({ description: "What goes back to its inherited value." }),
    state: optional(wantedState),
    renamedFrom: optional(text("the name of a pool").meta({ description: "The name that the pool had." })),
    checkPasswords: optional(bool().meta({ description: "Whether encrypted passwords differ from what is declared." })),
  }).meta({ description: "What is wanted of the target; left out of a deletion." });
}
