import type * as z from "zod";
import { connectionSchema } from "../../connection/schema";
import { bool, optional } from "../../input/members";
import { object } from "../../input/object";
import { lazily } from "../../lazily";
import { poolName } from "../../pool-file/schema/names";
import { poolState, resourceInputs } from "../../pool-file/schema/pool";

/** Members that several resources and functions share. */

/** The flag that keeps environment variables readable. */
export function showEnvironmentFlag(description: string): z.ZodExactOptional<z.ZodBoolean> {
  return optional(bool()).meta({ description, defaultsTo: "false" });
}

const defaultsTo =
  "the connection of the provider's configuration (`iis:host`, `iis:configFile` …), else appcmd.exe of this machine";

/** The connection of a resource or function. */
export function connectionMember(description: string): z.ZodExactOptional<ReturnType<typeof connectionSchema>> {
  return optional(connectionSchema()).meta({ description, defaultsTo });
}

// The shapes are functions of their own: within the call of object(), TypeScript would drop the TSDoc of spread keys from the
// package's declarations.
function namedShape() {
  return {
    /**
     * The pool's name on the server: at most 64 characters, none of `\ / " | < > : * ? ] [ + = ; , @ &`. Letter case is
     * ignored. Another name is another pool: the old one is deleted first.
     *
     * @default the resource's name
     */
    name: optional(poolName()).meta({
      description:
        "The pool's name on the server: at most 64 characters, none of `\\ / \" | < > : * ? ] [ + = ; , @ &`. Letter case is ignored. Another name is another pool: the old one is deleted first.",
      defaultsTo: "the resource's name",
      isIdentity: true,
    }),
  };
}

function stateShape() {
  return {
    /**
     * Whether the pool runs. It implies the matching `autoStart` unless that is set, so that it survives a restart of
     * the server. If WAS does not respond, it is not compared.
     *
     * @default not managed
     */
    state: optional(poolState()).meta({
      description:
        "Whether the pool runs. It implies the matching `autoStart` unless that is set, so that it survives a restart of the server. If WAS does not respond, it is not compared.",
      valueDocs: { Started: "It serves requests.", Stopped: "It serves no requests; HTTP.sys responds with 503." },
      defaultsTo: "not managed",
    }),
    /**
     * Whether the applications of the pool can run in two worker processes at once. `false` sets
     * `recycling.disallowOverlappingRotation: true` and `processModel.maxProcesses: 1`: the old worker process ends
     * before the new one starts, so requests wait during a gap. Other values of these two are an error. `true` declares
     * nothing.
     *
     * @default nothing is declared
     */
    multiInstance: optional(bool()).meta({
      description:
        "Whether the applications of the pool can run in two worker processes at once. `false` sets `recycling.disallowOverlappingRotation: true` and `processModel.maxProcesses: 1`: the old worker process ends before the new one starts, so requests wait during a gap. Other values of these two are an error. `true` declares nothing.",
      defaultsTo: "nothing is declared",
    }),
  };
}

function flagsShape() {
  return {
    /**
     * Adopt a pool that exists: declared settings are written, other settings are unchanged. Without it an existing
     * pool is refused. It has an effect at creation only.
     *
     * @default false, or the value of the provider's configuration
     */
    adopt: optional(bool()).meta({
      description:
        "Adopt a pool that exists: declared settings are written, other settings are unchanged. Without it an existing pool is refused. It has an effect at creation only.",
      defaultsTo: "false, or the value of the provider's configuration",
    }),
    /**
     * Delete the pool even while applications use it; they then respond with 503.
     *
     * @default false, or the value of the provider's configuration
     */
    forceDelete: optional(bool()).meta({
      description: "Delete the pool even while applications use it; they then respond with 503.",
      defaultsTo: "false, or the value of the provider's configuration",
    }),
    /**
     * Delete the pool on the server when the resource leaves the program, is replaced or destroyed. Otherwise the pool
     * is kept, and a message names it.
     *
     * @default true for a pool that the resource made, false for one that it adopted (`adopt`, `pulumi import`)
     */
    deleteWhenRemoved: optional(bool()).meta({
      description:
        "Delete the pool on the server when the resource leaves the program, is replaced or destroyed. Otherwise the pool is kept, and a message names it.",
      defaultsTo: "true for a pool that the resource made, false for one that it adopted (`adopt`, `pulumi import`)",
    }),
  };
}

function commonShape() {
  return {
    /**
     * Keep the values of `environmentVariables` readable in the state and in previews. Otherwise they are secrets there.
     *
     * @default false
     */
    showEnvironment: showEnvironmentFlag(
      "Keep the values of `environmentVariables` readable in the state and in previews. Otherwise they are secrets there.",
    ),
    /**
     * Where appcmd is. Another host is another resource.
     *
     * @default the connection of the provider's configuration (`iis:host`, `iis:configFile` …), else appcmd.exe of this
     *   machine
     */
    connection: connectionMember("Where appcmd is. Another host is another resource."),
  };
}

/** The name of an AppPool. */
export const poolNameSchema = lazily(() => object(namedShape()));

/** The other inputs of an AppPool, besides its name and settings. */
export const poolOwnSchema = lazily(() => object({ ...stateShape(), ...flagsShape(), ...commonShape() }));

/** The other inputs of AppPoolDefaults, besides its settings. */
export const defaultsOwnSchema = lazily(() => object(commonShape()));

/** The members besides the settings, by the kind of resource. */
export const besideSettings = { pool: () => ({ ...flagsShape(), ...commonShape() }), defaults: commonShape };

/** All inputs of a resource, including its settings. */
export const resourceSchemas = {
  pool: lazily(() => resourceInputs("pool", { ...namedShape(), ...stateShape(), ...besideSettings.pool() })),
  defaults: lazily(() => resourceInputs("defaults", besideSettings.defaults())),
};

/** The other inputs of an AppPool, besides its settings. */
export interface PoolOwn
  extends z.input<ReturnType<typeof poolNameSchema>>, z.input<ReturnType<typeof poolOwnSchema>> {}

/** The other inputs of AppPoolDefaults, besides its settings. */
export interface DefaultsOwn extends z.input<ReturnType<typeof defaultsOwnSchema>> {}
