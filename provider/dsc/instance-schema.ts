import * as z from "zod";
import { connectionSchema } from "../connection/schema";
import { type JsonSchema, jsonSchemaOf } from "../input/json-schema";
import { anything, bool, list, oneOf, optional } from "../input/members";
import { object } from "../input/object";
import { lazily } from "../lazily";
import type { riskNames } from "../plan/assess/risk-names";
import { listedPoolInputs, serverDefaults } from "../pool-file/schema/pool";
import { settingAttributes } from "../settings/app-pool-attributes";
import { looseSchema } from "./loose-schema";

/** The type of the resource. */
export const resourceType = "PulumiIis/AppPoolList";

/** The names of risks that an instance can allow, as `--allow` of `iispools apply` has them; an instance renames no pool. */
export const allowable = ["stop", "delete", "identity", "many"] as const satisfies (keyof typeof riskNames)[];

/** A member that only outputs have; an input may have it too, because outputs are used as inputs. */
function readOnly(schema: JsonSchema): z.ZodExactOptional<z.ZodUnknown> {
  return optional(anything.meta({ ...schema, readOnly: true } as z.GlobalMeta));
}

const metadata = lazily(() =>
  readOnly({
    type: "object",
    description: "With what-if: what `set` would do, a line each.",
    properties: { whatIf: { type: "array", items: { type: "string" } } },
  }),
);

/** A pool of an instance. */
export const listedPool = lazily(() =>
  listedPoolInputs({
    _exist: optional(
      bool().meta({
        description: "Whether the pool exists. `false` deletes it, which `allow` must name.",
        default: true,
      } as z.GlobalMeta),
    ),
    _metadata: metadata(),
  }).meta({ id: "pool", description: "An application pool; omitted settings are not managed." }),
);

/** An instance of the resource: pools of one server. */
export const instanceSchema = lazily(() =>
  object({
    connection: optional(connectionSchema()).meta({
      description: "How to reach the server, with the keys of a host in a pool file.",
      defaultsTo: "appcmd of this machine",
    }),
    pools: list(listedPool(), 'a list of pools such as [{ "name": "Shop" }]').meta({
      description: "The application pools by their names; letter case is ignored. Other pools are not changed.",
    }),
    applicationPoolDefaults: optional(serverDefaults()).meta({
      description: "The server's own defaults, which its pools inherit: settings only.",
    }),
    allow: optional(list(oneOf(allowable), "a list of risks")).meta({
      description: "Risks that `set` accepts, as `--allow` of `iispools apply`.",
      defaultsTo: "none",
      writeOnly: true,
    } as z.GlobalMeta),
    _inDesiredState: readOnly({
      type: ["boolean", "null"],
      description: "The result of `test`: whether nothing differs.",
    }),
    _metadata: metadata(),
  }),
);

/** The paths of the settings that are maps of variables. */
export const variablesPaths = lazily((): readonly string[] =>
  settingAttributes.filter(({ codec }) => codec.shape === "map").map(({ path }) => path),
);

/** The JSON Schema of instances, draft 07. A secret is a text, or `{ "secureString": … }`, as `dsc` passes a parameter of that type. */
export function instanceJsonSchema(): JsonSchema {
  const { $schema, ...schema } = withSecureStrings(jsonSchemaOf(instanceSchema())) as JsonSchema;
  return { $schema, title: "IIS application pools", ...schema };
}

/** The same as a manifest embeds it, see {@link looseSchema}. */
export function embeddedSchema(): JsonSchema {
  const { $schema, type, required, ...schema } = instanceJsonSchema();
  return { $schema, type, required, ...looseSchema(schema) };
}

function withSecureStrings(schema: unknown, key = ""): unknown {
  if (Array.isArray(schema)) return schema.map((member) => withSecureStrings(member));
  if (typeof schema !== "object" || schema === null) return schema;
  const members = Object.entries(schema).map(([name, value]: [string, unknown]) => [
    name,
    withSecureStrings(value, name),
  ]);
  const made = Object.fromEntries(members) as JsonSchema;
  const { additionalProperties: texts, ...others } = made;
  if (variablesPaths().includes(key) && texts !== undefined)
    return { ...others, additionalProperties: orSecureString(texts as JsonSchema) };
  return made["writeOnly"] === true && made["type"] === "string" ? orSecureString(made) : made;
}

const secureString: JsonSchema = {
  type: "object",
  additionalProperties: false,
  required: ["secureString"],
  properties: { secureString: { type: "string" } },
};

function orSecureString({ description, writeOnly, ...text }: JsonSchema): JsonSchema {
  return {
    ...(description !== undefined && { description }),
    ...(writeOnly !== undefined && { writeOnly }),
    anyOf: [text, secureString],
  };
}
