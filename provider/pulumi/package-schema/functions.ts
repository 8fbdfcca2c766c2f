import { fieldsOf } from "../../input/field-table";
import { functionSchemas } from "../core/functions";
import {
  enumOf,
  type FunctionSpec,
  listOf,
  mapOf,
  type ObjectSpec,
  type PropertySpec,
  type PropertySpecs,
  propertySpecsOf,
  refTo,
  requiredOf,
  tokenOf,
  type Types,
} from "./spec";
import { settingsType } from "./settings";

const host: PropertySpec = { type: "string", description: "The host, as in messages." };
const state: PropertySpec = { ...refTo("PoolState"), description: "The pool's run-time state." };

const settings: PropertySpec = {
  ...refTo(settingsType("", "output")),
  description: "The effective settings, without passwords. Settings that the host's IIS does not have are absent.",
};

function sources(description: string): PropertySpec {
  return { ...mapOf(refTo("SettingSource")), description };
}

const livePool: PropertySpecs = {
  name: { type: "string", description: "The pool's name, as the server spells it." },
  state,
  settings,
  sources: sources(
    "The source of each setting, by its path: `recycling.periodicRestart.privateMemory` → `explicit`, `inherited` or `default`.",
  ),
};

/** An object whose properties are all present. */
function complete(description: string, properties: PropertySpecs): ObjectSpec {
  return { description, type: "object", properties, required: Object.keys(properties) };
}

/** The package's functions by token. */
export function functionSpecs(): Readonly<Record<string, FunctionSpec>> {
  return {
    [tokenOf("getAppPool")]: {
      description:
        "An application pool of a host with its effective settings. It is an error if the pool does not exist.",
      inputs: argumentsOf("getAppPool"),
      outputs: complete("An application pool on the server.", { ...livePool, host }),
    },
    [tokenOf("getAppPools")]: {
      description: "All application pools of a host with their effective settings, in the server's order.",
      inputs: argumentsOf("getAppPools"),
      outputs: complete("The application pools on a server.", {
        host,
        pools: { ...listOf(refTo("LivePool")), description: "The pools." },
        applicationPoolDefaults: { ...refTo("LiveDefaults"), description: "The values that pools inherit." },
      }),
    },
    [tokenOf("getWorkerProcesses")]: {
      description: "The worker processes that run on a host.",
      inputs: argumentsOf("getWorkerProcesses"),
      outputs: complete("The worker processes of a host.", {
        host,
        workerProcesses: { ...listOf(refTo("WorkerProcess")), description: "The worker processes." },
      }),
    },
  };
}

function argumentsOf(name: keyof typeof functionSchemas): ObjectSpec {
  const fields = fieldsOf(functionSchemas[name]());
  const required = requiredOf(fields);
  return { type: "object", properties: propertySpecsOf(fields), ...(required.length > 0 && { required }) };
}

/** The types of functions besides settings and connections. */
export function functionTypes(): Types {
  return {
    [tokenOf("LivePool")]: complete("An application pool on the server.", livePool),
    [tokenOf("LiveDefaults")]: complete("A host's `<applicationPoolDefaults>` on the server.", {
      settings,
      sources: sources("The source of each setting, by its path: `explicit` or `default`."),
    }),
    [tokenOf("WorkerProcess")]: complete("A worker process.", {
      pid: { type: "integer", description: "Its process ID." },
      pool: { type: "string", description: "The pool that it serves." },
      state,
    }),
    [tokenOf("PoolState")]: enumOf("The run-time state of a pool.", {
      Starting: "It is starting.",
      Started: "It serves requests.",
      Stopping: "It is stopping.",
      Stopped: "It serves no requests; HTTP.sys responds with 503.",
      Unknown: "The service WAS does not respond.",
    }),
    [tokenOf("SettingSource")]: enumOf("The source of a setting's value.", {
      explicit: "It is written at the pool, or in `<applicationPoolDefaults>` when those are queried.",
      inherited: "It is written in `<applicationPoolDefaults>`.",
      default: "It is IIS's own default.",
    }),
  };
}
