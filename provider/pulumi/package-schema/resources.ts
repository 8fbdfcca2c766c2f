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

/** The types of a connection. */
export function connectionTypes(): Types {
  const fields = fieldsOf(connectionSchema());
  return {
    [tokenOf("Connection")]: {
      description:
        "Where appcmd is. Default: `%windir%\\system32\\inetsrv\\appcmd.exe` on this machine. With `host`: the same on that server, over SSH or WinRM. With `configFile`: no server at all.",
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
  // The Java generator fails if functions and the config share a type: it writes the type twice.
  return [nameOfType(key), configTypeName(key)].map((name) => [tokenOf(name), spec]);
}

/** The inputs of the provider: the fields of a connection, and defaults for every pool. */
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

const host: PropertySpec = { type: "string", description: "The host, as in messages." };
const adopted: PropertySpec = {
  type: "boolean",
  description: "Whether the pool existed when the resource was created; absent for resources of older versions.",
};
const pids = listOf({ type: "integer" });

/** The package's resources by token. */
export function resourceSpecs(): Readonly<Record<string, ResourceSpec>> {
  const [poolName, poolOwn, defaultsOwn] = [poolNameSchema(), poolOwnSchema(), defaultsOwnSchema()].map((schema) =>
    propertySpecsOf(fieldsOf(schema)),
  );
  return {
    [tokenOf("AppPool")]: {
      description:
        "An IIS application pool: `<applicationPools><add>`, compared with live appcmd output and changed in one commit. Omitted settings are not managed and stay unchanged on the server.",
      type: "object",
      properties: { ...poolName, ...settingProperties("", "output"), ...poolOwn, adopted, host },
      required: ["name", "host"],
      inputProperties: { ...poolName, ...settingProperties("", "input"), ...poolOwn },
      aliases: [{ type: "pulumi-nodejs:dynamic/iis:AppPool" }],
    },
    [tokenOf("AppPoolDefaults")]: {
      description:
        "A host's `<applicationPoolDefaults>`: the values that its pools inherit. There is one for each host. Deleting the resource changes nothing on the host, because all pools that inherit would change at once. Omitted settings are not managed.",
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
      "Recycles an application pool when its content has changed: at the first `up`, and whenever a trigger, the pool or its host changes. Nothing else recycles it: not a new password of the connection, and not `destroy`. A pool without worker process needs no recycle and causes no error. A missing pool, and a server whose IIS does not respond, fail the deployment.",
    type: "object",
    properties: {
      ...inputProperties,
      host,
      handOver: { ...refTo("HandOver"), description: "How the new worker processes replaced the old ones." },
      report: { type: "string", description: "The hand-over in one line, as `iispools recycle` prints it." },
    },
    required: [...requiredInputs, "host", "handOver", "report"],
    inputProperties,
    requiredInputs,
  };
}

/** The types of resources besides settings and connections. */
export function resourceTypes(): Types {
  const states = fieldsOf(poolOwnSchema()).find(({ key }) => key === "state");
  return {
    [tokenOf("DesiredState")]: enumOf("Whether a pool runs.", states?.valueDocs ?? {}),
    [tokenOf("HandOver")]: handOver(),
    [tokenOf("HandOverOutcome")]: enumOf("The result of a recycle.", {
      recycled: "The old worker processes have ended.",
      draining: "Old worker processes still finished their requests at the last query.",
      "no worker process": "There was no worker process, so nothing was recycled.",
    }),
  };
}

function handOver(): ObjectSpec {
  const properties: PropertySpecs = {
    outcome: { ...refTo("HandOverOutcome"), description: "The result." },
    overlapped: {
      type: "boolean",
      description: "Whether the new worker processes started before the old ones ended.",
    },
    shutdownTimeLimit: {
      type: "integer",
      description: "How long a stopping worker process of the pool may take to finish its requests, in seconds.",
    },
    oldPids: { ...pids, description: "Process IDs of the worker processes before." },
    newPids: { ...pids, description: "Process IDs of the new worker processes." },
    drainingPids: {
      ...pids,
      description: "Process IDs of old worker processes that still ran at the last query.",
    },
    ms: {
      type: "integer",
      description:
        "Milliseconds from the command until the old worker processes had ended, or until the last query; absent if there was no worker process.",
    },
  };
  return {
    description: "How the worker processes of a pool were replaced.",
    type: "object",
    properties,
    required: Object.keys(properties).filter((name) => name !== "ms"),
  };
}
