import { connectionSchema } from "../../connection/schema";
import { type FieldOfSchema, fieldsOf } from "../../input/field-table";
import { defaultsOwnSchema, poolNameSchema, poolOwnSchema } from "../core/pool-own-schema";
import { configSchema } from "../core/provider-config-schema";
import { recycleSchema } from "../core/recycle/schema";
import { settingProperties } from "./settings";
import {
  enumOf,
  listOf,
  nameOfType,
  type ObjectSpec,
  pascalCase,
  type PropertySpec,
  type PropertySpecs,
  propertySpecsOf,
  refTo,
  requiredOf,
  type ResourceSpec,
  tokenOf,
  type Types,
} from "./spec";

/** The types that a connection is made of. */
export function connectionTypes(): Types {
  const fields = fieldsOf(connectionSchema());
  return {
    [tokenOf("Connection")]: {
      description:
        "Where appcmd is. Default: `%windir%\\system32\\inetsrv\\appcmd.exe` on this machine. With `host`: the same on that server, over SSH. With `configFile`: no server at all.",
      type: "object",
      properties: propertySpecsOf(fields),
    },
    ...Object.fromEntries(fields.flatMap(typesOf)),
  };
}

/** The types of a field that is an object or one of a few texts. */
function typesOf({ key, doc, fields, values, valueDocs = {} }: FieldOfSchema): [string, Types[string]][] {
  if (values !== undefined) {
    const docs = Object.fromEntries(values.map((value) => [value, valueDocs[value] ?? value]));
    return [[tokenOf(nameOfType(key)), enumOf(doc, docs)]];
  }
  if (fields === undefined) return [];
  const spec: ObjectSpec = {
    description: doc,
    type: "object",
    properties: propertySpecsOf(fields),
    required: requiredOf(fields),
  };
  // The generator for Java fails if functions and the config share a type: it writes it twice.
  return [nameOfType(key), configTypeName(key)].map((name) => [tokenOf(name), spec]);
}

/** What the provider takes: the fields of a connection, and what is to hold for every pool. */
export function providerProperties(): PropertySpecs {
  return propertySpecsOf(fieldsOf(configSchema()));
}

/** The same in the config of a stack. */
export function configProperties(): PropertySpecs {
  return propertySpecsOf(fieldsOf(configSchema()), configTypeName);
}

function configTypeName(key: string): string {
  return `Config${pascalCase(key)}`;
}

const host: PropertySpec = { type: "string", description: "The host, as messages name it." };
const pids = listOf({ type: "integer" });

/** The package's resources by token. */
export function resourceSpecs(): Readonly<Record<string, ResourceSpec>> {
  const [poolName, poolOwn, defaultsOwn] = [poolNameSchema(), poolOwnSchema(), defaultsOwnSchema()].map((schema) =>
    propertySpecsOf(fieldsOf(schema)),
  );
  return {
    [tokenOf("AppPool")]: {
      description:
        "An IIS application pool: `<applicationPools><add>`, compared with live appcmd output and changed in one commit. A setting that is left out is not managed: whatever the server has, stays.",
      type: "object",
      properties: { ...poolName, ...settingProperties("", "output"), ...poolOwn, host },
      required: ["name", "host"],
      inputProperties: { ...poolName, ...settingProperties("", "input"), ...poolOwn },
      aliases: [{ type: "pulumi-nodejs:dynamic/iis:AppPool" }],
    },
    [tokenOf("AppPoolDefaults")]: {
      description:
        "A host's `<applicationPoolDefaults>`: what its pools inherit where they say nothing themselves. There is one a host. Deleting the resource changes nothing on the host: the pools that inherit would all change at once. A setting that is left out is not managed.",
      type: "object",
      properties: { ...settingProperties("", "output"), ...defaultsOwn, host },
      required: ["host"],
      inputProperties: { ...settingProperties("", "input"), ...defaultsOwn },
      aliases: [{ type: "pulumi-nodejs:dynamic/iis:AppPoolDefaults" }],
    },
    [tokenOf("RecycleAppPool")]: recycleAppPool(),
  };
}

function recycleAppPool(): ResourceSpec {
  const fields = fieldsOf(recycleSchema());
  const [inputProperties, requiredInputs] = [propertySpecsOf(fields), requiredOf(fields)];
  return {
    description:
      "Recycles an application pool when what it serves has changed: with the first `up`, which knows of no earlier build, and whenever a trigger, the pool or its host is another one. Nothing else recycles it, be it a new password of the connection, nor does `destroy`. A pool without worker process needs none and fails nothing; one that is missing, and a server whose IIS does not answer, fail the deployment.",
    type: "object",
    properties: {
      ...inputProperties,
      host,
      handOver: { ...refTo("HandOver"), description: "How the new worker processes took over." },
      report: { type: "string", description: "The hand-over in one line, as `iispools recycle` prints it." },
    },
    required: [...requiredInputs, "host", "handOver", "report"],
    inputProperties,
    requiredInputs,
  };
}

/** The types that resources have besides settings and connections. */
export function resourceTypes(): Types {
  const states = fieldsOf(poolOwnSchema()).find(({ key }) => key === "state");
  return {
    [tokenOf("DesiredState")]: enumOf("Whether a pool runs.", states?.valueDocs ?? {}),
    [tokenOf("HandOver")]: handOver(),
    [tokenOf("HandOverOutcome")]: enumOf("How a recycling ended.", {
      recycled: "The old worker processes are gone.",
      draining: "Old worker processes still finished their requests at the last look.",
      "no worker process": "There was none, so there was nothing to recycle.",
    }),
  };
}

function handOver(): ObjectSpec {
  const properties: PropertySpecs = {
    outcome: { ...refTo("HandOverOutcome"), description: "How it ended." },
    overlapped: {
      type: "boolean",
      description: "Whether the new worker processes started before the old ones ended.",
    },
    shutdownTimeLimit: {
      type: "integer",
      description: "How long a stopping worker process of the pool may finish its requests, in seconds.",
    },
    oldPids: { ...pids, description: "Process IDs of the worker processes before." },
    newPids: { ...pids, description: "Process IDs of the worker processes that took over." },
    drainingPids: {
      ...pids,
      description: "Process IDs of old worker processes that were still there at the last look.",
    },
    ms: {
      type: "integer",
      description:
        "Milliseconds from the command until the old ones were seen to be gone, or until the last look; absent where there was no worker process.",
    },
  };
  return {
    description: "How the worker processes of a pool were replaced.",
    type: "object",
    properties,
    required: Object.keys(properties).filter((name) => name !== "ms"),
  };
}
