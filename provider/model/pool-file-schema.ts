import type { JsonSchema } from "../input/json-schema";
import { appPoolJsonSchema } from "../schema/json-schema";
import { hostsSchema, textSchema } from "./hosts-schema";
import { staggerable } from "./stagger-schema";

const page = "https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/";
/** What {@link poolNameProblem} allows, as a pattern. */
const poolName = '^(?=.*[^\\s])[^\\u0000-\\u001f\\u007f-\\u009f\\\\/"|<>:*?\\]\\[+=;,@&]{1,64}$';

/**
 * The JSON Schema of a pool file, for editors and for checks by other tools. It knows the recommended spellings only, as
 * {@link appPoolJsonSchema} does; what needs several settings, files or the environment is checked when files are loaded, and so are the other fields of a
 * connection.
 */
export function poolFileJsonSchema(): JsonSchema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "IIS pool file",
    description: "Application pools of IIS as they are to be, for iispools and for Pulumi.",
    type: "object",
    required: ["version"],
    additionalProperties: false,
    properties: {
      version: { description: "The version of the file's format.", const: 1 },
      include: include(),
      hosts: hostsSchema(),
      groups: {
        description: "Names for several hosts together; the hosts may be those of other files.",
        type: "object",
        propertyNames: { pattern: "^[A-Za-z_\\u0080-\\uffff][\\w\\u0080-\\uffff.-]*$" },
        additionalProperties: names("Hosts by their names."),
        examples: [{ canary: ["web-01"], emea: ["web-02", "web-03"] }],
      },
      defaults: {
        ...staggerable(blockOf({ state: runningState(), multiInstance: multiInstance(), probe: probe() })),
        description: "Settings that are merged under every pool of this file, except pools that are to be absent.",
      },
      pools: {
        description: "The application pools by their names; the letter case of names does not count.",
        type: "object",
        propertyNames: { pattern: poolName },
        additionalProperties: { anyOf: [{ $ref: "#/definitions/pool" }, { $ref: "#/definitions/absentPool" }] },
        examples: [{ Shop: { queueLength: 2000 }, Legacy: { state: "absent" } }],
      },
      applicationPoolDefaults: {
        ...blockOf({}),
        description: `The server's own defaults, which every pool inherits that does not say otherwise. ${page}applicationpooldefaults/`,
      },
      overrides: overrides(),
      drift: drift(),
    },
    definitions: {
      pool: {
        ...staggerable(
          blockOf({
            ...{ hosts: names("The hosts and groups that the pool is for; left out: all hosts of the file.") },
            ...{ state: runningState(), multiInstance: multiInstance(), probe: probe(), renamedFrom: renamedFrom() },
          }),
        ),
        description: "An application pool; settings that are left out are not managed.",
      },
      absentPool: {
        description: "An application pool that is to be deleted.",
        type: "object",
        required: ["state"],
        additionalProperties: false,
        properties: {
          state: { const: "absent" },
          hosts: names("The hosts and groups where it is to be deleted; left out: all hosts of the file."),
        },
      },
      override: {
        ...staggerable(blockOf({ state: runningState(), multiInstance: multiInstance(), probe: probe() })),
        description: "What is other of a pool there.",
      },
    },
  };
}

/** A block of settings with the keys that it has beside them. */
function blockOf(own: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const { properties } = appPoolJsonSchema() as { properties: Readonly<Record<string, JsonSchema>> };
  return { type: "object", additionalProperties: false, properties: { ...own, ...properties } };
}

/** A name of a host or a group, or several. */
function names(description: string): JsonSchema {
  return { description, anyOf: [textSchema, { type: "array", minItems: 1, items: textSchema }] };
}

function overrides(): JsonSchema {
  return {
    description:
      "What is other on a host or on the hosts of a group, merged over pools of all files; what is said for a host beats what is said for its groups.",
    type: "object",
    additionalProperties: {
      type: "object",
      additionalProperties: false,
      properties: {
        pools: {
          type: "object",
          propertyNames: { pattern: poolName },
          additionalProperties: { $ref: "#/definitions/override" },
        },
        applicationPoolDefaults: blockOf({}),
      },
    },
    examples: [{ "web-01": { pools: { Shop: { queueLength: 5000 } } } }],
  };
}

function probe(): JsonSchema {
  return {
    description: "A request that tells whether the pool answers: after each wave of iispools apply --waves.",
    type: "object",
    required: ["url"],
    additionalProperties: false,
    properties: {
      url: { type: "string", pattern: "^https?://", description: "{host} and {pool} in it stand for names." },
      status: { type: "integer", minimum: 100, maximum: 599, description: "The expected status; 200 if left out." },
      timeout: {
        type: "string",
        pattern: "^(?=.*[1-9])[0-9dhms: .]+$",
        description: "How long an answer may take, one second to one hour; 30s if left out.",
      },
    },
    examples: [{ url: "http://{host}/health", status: 200, timeout: "5s" }],
  };
}

function renamedFrom(): JsonSchema {
  return {
    description:
      "The pool's old name. Where that pool is still there, apply makes this one with its settings, moves its applications and deletes it.",
    type: "string",
    pattern: poolName,
  };
}

function include(): JsonSchema {
  return {
    description: "More pool files: paths, folders or patterns, relative to this file's folder.",
    anyOf: [textSchema, { type: "array", items: textSchema }],
    examples: [["pools/*.yaml"]],
  };
}

function runningState(): JsonSchema {
  return {
    description:
      "Whether the pool runs; it implies the matching autoStart. Left out: not managed. absent deletes the pool.",
    enum: ["Started", "Stopped"],
  };
}

function multiInstance(): JsonSchema {
  return {
    description:
      "Whether the applications can run in two worker processes at once. false sets recycling.disallowOverlappingRotation: true and processModel.maxProcesses: 1; true declares nothing.",
    type: "boolean",
  };
}

function drift(): JsonSchema {
  const pattern = { ...textSchema, description: "By name, * for any characters; left out: all." };
  return {
    description: "What drift is to pass over.",
    type: "object",
    additionalProperties: false,
    properties: {
      ignore: {
        type: "array",
        items: {
          type: "object",
          required: ["reason"],
          additionalProperties: false,
          properties: {
            host: pattern,
            pool: pattern,
            path: {
              ...textSchema,
              description: "A setting, * for any characters; left out: whatever differs in the pool.",
            },
            reason: { ...textSchema, description: "Why the difference is to stay." },
          },
        },
        examples: [[{ pool: "Shop", path: "queueLength", reason: "set by the load test" }]],
      },
    },
  };
}
