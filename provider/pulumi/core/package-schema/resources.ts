import { connectionProperty } from "./connection";
import { settingProperties } from "./settings";
import {
  anyValue,
  enumOf,
  listOf,
  type ObjectSpec,
  type PropertySpecs,
  type PropertySpec,
  refTo,
  type ResourceSpec,
  tokenOf,
  type Types,
} from "./spec";

const host: PropertySpec = { type: "string", description: "The host, as messages name it." };
const pids = listOf({ type: "integer" });

const poolName: PropertySpec = {
  type: "string",
  description:
    "The pool's name on the server: at most 64 characters, none of `\\ / \" | < > : * ? ] [ + = ; , @ &`. Case does not count. Another name is another pool: the old one is deleted first. Default: the resource's name.",
  willReplaceOnChanges: true,
};

const showEnvironment: PropertySpec = {
  type: "boolean",
  description:
    "Keep the values of `environmentVariables` readable in the state and in previews. Otherwise they are secrets there. Default: false.",
};

/** What a pool has besides its name and settings. */
const poolOwn: PropertySpecs = {
  state: {
    ...refTo("DesiredState"),
    description:
      "Whether the pool runs. It implies the matching `autoStart` where that is left out, so that it lasts beyond a restart of the server. Left out: not managed. Where WAS does not answer, nothing is compared.",
  },
  multiInstance: {
    type: "boolean",
    description:
      "Whether the applications of the pool can run in two worker processes at once. `false` sets `recycling.disallowOverlappingRotation: true` and `processModel.maxProcesses: 1`: the old worker process ends before the new one starts, at the price of a gap in which requests wait. Saying anything else in these two is an error. `true` and left out: nothing is declared.",
  },
  adopt: {
    type: "boolean",
    description:
      "Take over a pool that exists: what is declared is brought to it, the rest stays. Without it an existing pool is refused. It matters at creation only. Default: what the provider's configuration says, else false.",
  },
  forceDelete: {
    type: "boolean",
    description:
      "Delete the pool even while applications use it; they answer 503 from then on. Default: what the provider's configuration says, else false.",
  },
  showEnvironment,
  connection: connectionProperty,
};

/** The package's resources by token. */
export function resourceSpecs(): Readonly<Record<string, ResourceSpec>> {
  return {
    [tokenOf("AppPool")]: {
      description:
        "An IIS application pool: `<applicationPools><add>`, compared with live appcmd output and changed in one commit. A setting that is left out is not managed: whatever the server has, stays.",
      type: "object",
      properties: { name: poolName, ...settingProperties("", "output"), ...poolOwn, host },
      required: ["name", "host"],
      inputProperties: { name: poolName, ...settingProperties("", "input"), ...poolOwn },
      aliases: [{ type: "pulumi-nodejs:dynamic/iis:AppPool" }],
    },
    [tokenOf("AppPoolDefaults")]: {
      description:
        "A host's `<applicationPoolDefaults>`: what its pools inherit where they say nothing themselves. There is one a host. Deleting the resource changes nothing on the host: the pools that inherit would all change at once. A setting that is left out is not managed.",
      type: "object",
      properties: { ...settingProperties("", "output"), showEnvironment, connection: connectionProperty, host },
      required: ["host"],
      inputProperties: { ...settingProperties("", "input"), showEnvironment, connection: connectionProperty },
      aliases: [{ type: "pulumi-nodejs:dynamic/iis:AppPoolDefaults" }],
    },
    [tokenOf("RecycleAppPool")]: recycleAppPool(),
  };
}

function recycleAppPool(): ResourceSpec {
  const inputProperties: PropertySpecs = {
    pool: {
      type: "string",
      description:
        "The pool's name on the server. Given as the `name` of an AppPool, the pool is brought to its settings first.",
      willReplaceOnChanges: true,
    },
    triggers: {
      ...listOf(anyValue),
      description:
        "What the pool serves: a build's number, the hash of a package. Where one of them changes, the pool recycles; where none does, it is left alone.",
    },
    wait: {
      type: "boolean",
      description:
        "Wait until the old worker processes are gone, and fail where they are not 10 s after the pool's shutdownTimeLimit. Otherwise the hand-over is watched until it has begun, 5 s at most. Default: false.",
    },
    connection: connectionProperty,
  };
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
    required: ["pool", "triggers", "host", "handOver", "report"],
    inputProperties,
    requiredInputs: ["pool", "triggers"],
  };
}

/** The types that resources have besides settings and connections. */
export function resourceTypes(): Types {
  return {
    [tokenOf("DesiredState")]: enumOf("Whether a pool is to run.", {
      Started: "It serves requests.",
      Stopped: "It serves none; HTTP.sys answers 503.",
    }),
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
