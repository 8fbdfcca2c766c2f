import { fieldsOf } from "../../input/field-table";
import { functionSchemas } from "../core/functions-schema";
import { propertySpecsOf, requiredOf } from "./spec";
import { settingsType } from "./settings";
import {
  enumOf,
  type FunctionSpec,
  listOf,
  mapOf,
  type ObjectSpec,
  type PropertySpecs,
  type PropertySpec,
  refTo,
  tokenOf,
  type Types,
} from "./spec";

const host: PropertySpec = { type: "string", description: "The host, as messages name it." };
const state: PropertySpec = { ...refTo("PoolState"), description: "The pool's run-time state." };

const settings: PropertySpec = {
  ...refTo(settingsType("", "output")),
  description: "The effective settings, without passwords; what the host's IIS does not have is absent.",
};

function sources(description: string): PropertySpec {
  return { ...mapOf(refTo("SettingSource")), description };
}

const livePool: PropertySpecs = {
  name: { type: "string", description: "The pool's name, as the server spells it." },
  state,
  settings,
  sources: sources(
    "Where each setting comes from, by its path: `recycling.periodicRestart.privateMemory` → `explicit`, `inherited` or `default`.",
  ),
};

/** An object all of whose properties are there. */
function complete(description: string, properties: PropertySpecs): ObjectSpec {
  return { description, type: "object", properties, required: Object.keys(properties) };
}

/** The package's functions by token. */
export function functionSpecs(): Readonly<Record<string, FunctionSpec>> {
  return {
    [tokenOf("getAppPool")]: {
      description: "An application pool of a host with its effective settings. It is an error where there is none.",
      inputs: argumentsOf("getAppPool"),
      outputs: complete("An application pool as it is.", { ...livePool, host }),
    },
    [tokenOf("getAppPools")]: {
      description: "All application pools of a host with their effective settings, in the server's order.",
      inputs: argumentsOf("getAppPools"),
      outputs: complete("The application pools of a host as they are.", {
        host,
        pools: { ...listOf(refTo("LivePool")), description: "The pools." },
        applicationPoolDefaults: { ...refTo("LiveDefaults"), description: "What pools inherit." },
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

/** The types that functions have besides settings and connections. */
export function functionTypes(): Types {
  return {
    [tokenOf("LivePool")]: complete("An application pool as it is.", livePool),
    [tokenOf("LiveDefaults")]: complete("A host's `<applicationPoolDefaults>` as it is.", {
      settings,
      sources: sources("Where each setting comes from, by its path: `explicit` or `default`."),
    }),
    [tokenOf("WorkerProcess")]: complete("A worker process.", {
      pid: { type: "integer", description: "Its process ID." },
      pool: { type: "string", description: "The pool that it serves." },
      state,
    }),
    [tokenOf("PoolState")]: enumOf("The run-time state of a pool.", {
      Starting: "It is about to serve requests.",
      Started: "It serves requests.",
      Stopping: "It is about to stop.",
      Stopped: "It serves none; HTTP.sys answers 503.",
      Unknown: "The service WAS does not answer.",
    }),
    [tokenOf("SettingSource")]: enumOf("Where the value of a setting comes from.", {
      explicit: "It is written at the pool, or in `<applicationPoolDefaults>` where these are asked for.",
      inherited: "It is written in `<applicationPoolDefaults>`.",
      default: "It is IIS's own default.",
    }),
  };
}
