import * as z from "zod";
import { connectionInFileSchema } from "../../connection/schema";
import { type JsonSchema, jsonSchemaOf } from "../../input/json-schema";
import { list, mustBe, optional, record, text } from "../../input/members";
import { object } from "../../input/object";
import { describeWrong } from "../../input/wording";
import { lazily } from "../../lazily";
import { drift } from "./drift";
import { hostNamePattern, hostNameProblem, nameMember, poolName } from "./names";
import { absentPool, appPoolSettings, names, pool, poolDefaults, poolPart, serverDefaults } from "./pool";

/** Any reference, whole or part of a text. */
const anyReference = "\\$\\{env:";
/** A reference that is not the whole text. */
const partialReference = `^(?!\\$\\{env:[A-Za-z_]\\w*\\}$)[^]*${anyReference}`;
/** Texts with a reference that the pattern of some setting accepts. */
const samples = ["${env:NAME}", "${env:NAME}@example.com"];

/**
 * The JSON Schema of a file in which `${env:NAME}` is allowed as the whole value of a secret, and in no other text; keys are not
 * checked. See `resolveSecrets` and `misplacedReferences`, which read such files.
 */
export function referencesForSecrets(schema: JsonSchema): JsonSchema {
  return changed(schema) as JsonSchema;
}

function changed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(changed);
  if (typeof schema !== "object" || schema === null) return schema;
  const members = Object.entries(schema).map(([key, value]: [string, unknown]) => [
    key,
    notValues.has(key) ? value : changed(value),
  ]);
  const rest = Object.fromEntries(members) as JsonSchema;
  if (!takesReferences(rest)) return rest;
  return { ...rest, not: { pattern: rest["writeOnly"] === true ? partialReference : anyReference } };
}

const notValues: ReadonlySet<string> = new Set(["propertyNames", "examples", "enum", "const"]);

/** Whether it accepts texts and does not itself exclude a reference. */
function takesReferences({ type, not, pattern, allOf = [] }: JsonSchema): boolean {
  if (type !== "string" || not !== undefined) return false;
  const patterns = [pattern, ...(allOf as readonly JsonSchema[]).map((one) => one["pattern"])].filter(Boolean);
  return samples.some((text) => patterns.every((one) => new RegExp(String(one)).test(text)));
}

const page = "https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/";

/** The keys of a pool file, in writing order. */
export const topLevelKeys = [
  "version",
  "include",
  "hosts",
  "groups",
  "defaults",
  "pools",
  "applicationPoolDefaults",
  "overrides",
  "drift",
] as const;

/** The version of a file. */
export const version = lazily(() =>
  z.literal(1, { error: versionFault }).meta({ description: "The version of the file's format." }),
);

/** A pool file. */
export const poolFile = lazily(() =>
  object(
    {
      version: version(),
      include: optional(include()),
      hosts: optional(hosts()),
      groups: optional(groups()),
      defaults: optional(poolDefaults()).meta({
        description:
          "Settings that are merged under every pool of this file, except pools with `state: absent`; with `scope: included`, also under those of the files that it includes.",
      }),
      pools: optional(pools()),
      applicationPoolDefaults: optional(serverDefaults()).meta({
        description: `The server's own defaults, which its pools inherit: settings only. ${page}applicationpooldefaults/`,
      }),
      overrides: optional(overrides()),
      drift: optional(drift()),
    },
    { what: `a pool file: the keys ${topLevelKeys.join(", ")}` },
  ),
);

/** More files. */
export const include = lazily(() => {
  const path = text("the path of a pool file, a folder or a pattern such as pools/*.yaml");
  return z.union([path, list(path, "a list of paths")], { error: mustBe("a path, or a list of paths") }).meta({
    description: "More pool files: paths, folders or patterns, relative to this file's folder.",
    examples: [["pools/*.yaml"]],
  });
});

/**
 * The hosts of a file, each with its connection. The file loader checks the rules over several fields of a connection.
 */
export const hosts = lazily(() => {
  const name = nameMember("the name of a host", hostNameProblem, hostNamePattern);
  return record(name, connectionInFileSchema(), "host names, each with its connection, for example web-01: { }").meta({
    description: "The hosts that this file applies to, each with its connection; `{}` is appcmd of this machine.",
    defaultsTo: "the hosts of the other files, or this machine",
    minProperties: 1,
    examples: [{ "web-01": {}, lab: { configFile: "./applicationHost.config" } }],
  } as z.GlobalMeta);
});

/** Also valid in `--waves`, where `,`, `:` and `%` have a meaning and a number is a count. */
const groupName = z.string().regex(/^[\p{L}_][\p{L}\p{N}._-]*$/u, {
  error: "the name of a group has only letters, digits, . _ and -, and begins with a letter",
});

/** Names for several hosts together. */
export const groups = lazily(() =>
  record(
    groupName,
    names("Hosts by their names."),
    "names of groups, each with its hosts, for example canary: [web-01]",
  ).meta({
    description: "Names for several hosts together; the hosts may be declared in other files.",
    examples: [{ canary: ["web-01"], emea: ["web-02", "web-03"] }],
  }),
);

/** The pools by their names. */
export const pools = lazily(() =>
  record(
    poolName(),
    z.union([pool(), absentPool()]),
    "pool names, each with its settings, for example Shop: { queueLength: 2000 }",
  ).meta({
    description: "The application pools by their names; letter case is ignored.",
    examples: [{ Shop: { queueLength: 2000 }, Legacy: { state: "absent" } }],
  }),
);

/** The pools of an override. */
export const overriddenPools = lazily(() => record(poolName(), poolPart(), "pool names, each with its settings"));

/** The values of a host, or of the hosts of a group, which override those of all hosts. */
export const override = lazily(() =>
  object(
    {
      pools: optional(overriddenPools()).meta({
        description: "Pools by their names, each with the settings to override.",
      }),
      applicationPoolDefaults: optional(serverDefaults()).meta({
        description: "Settings of the server's `<applicationPoolDefaults>` to override.",
      }),
    },
    { what: "pools, applicationPoolDefaults" },
  ),
);

/** The overrides by host or group. */
export const overrides = lazily(() =>
  record(
    z.string(),
    override(),
    "names of hosts or groups, each with its overrides, for example web-01: { pools: { Shop: { queueLength: 5000 } } }",
  ).meta({
    description:
      "Overrides by host or group, merged over pools of all files; those of a host win over those of its groups.",
    examples: [{ "web-01": { pools: { Shop: { queueLength: 5000 } } } }],
  }),
);

/**
 * The JSON Schema of a pool file, for editors and for checks by other tools. Rules over several settings, files or the
 * environment are checked when files are loaded.
 */
export function poolFileJsonSchema(): JsonSchema {
  const { $schema, ...schema } = referencesForSecrets(jsonSchemaOf(poolFile()));
  return {
    $schema,
    title: "IIS pool file",
    description: "The desired application pools of IIS, for iispools and for Pulumi.",
    ...schema,
  };
}

/** The JSON Schema of one pool's settings, for editors and review tools. */
export function appPoolJsonSchema(): JsonSchema {
  const { $schema, ...schema } = jsonSchemaOf(appPoolSettings());
  return { $schema, title: "IIS application pool", ...schema };
}

function versionFault({ input }: { readonly input?: unknown }): string {
  return describeWrong("1, the only version of pool files", input);
}
