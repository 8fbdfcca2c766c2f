import type { ListedPool } from "../../appcmd/answers/pools";
import type { Connection } from "../../connection/schema";
import { listHostWorkers } from "../../engine/verbs/drift-host";
import { optional } from "../../input/members";
import { object } from "../../input/object";
import { lazily } from "../../lazily";
import { poolKey } from "../../names";
import type { LiveHost } from "../../plan/change/live-host";
import { takePool } from "../../plan/choose-pools";
import { poolName } from "../../pool-file/schema/names";
import { checkInputs } from "./check";
import { hideInFunction } from "./hide-marked-texts";
import { connectionMember, showEnvironmentFlag } from "./pool-own-schema";
import { liveSettings } from "./read";
import type { CoreFunction } from "./resource";
import type { Properties } from "./resource-inputs";
import { sessionFor } from "./sessions";

const connection = lazily(() => connectionMember("Where appcmd is."));
const showEnvironment = lazily(() =>
  showEnvironmentFlag(
    "Return the values of environment variables readable. Otherwise every property that contains them is a secret.",
  ),
);

/** The arguments of the functions that programs call, by the function's name. */
export const functionSchemas = {
  getAppPool: lazily(() =>
    object({
      name: poolName().meta({ description: "The pool's name; letter case is ignored." }),
      showEnvironment: showEnvironment(),
      connection: connection(),
    }),
  ),
  getAppPools: lazily(() => object({ showEnvironment: showEnvironment(), connection: connection() })),
  getWorkerProcesses: lazily(() =>
    object({
      pool: optional(poolName()).meta({
        description: "Only those of this pool; it is an error if it does not exist.",
        defaultsTo: "those of all pools",
      }),
      connection: connection(),
    }),
  ),
};

/** The functions that programs call to read a host, by their tokens. None returns a password. */
export const functions: Readonly<Record<string, CoreFunction>> = {
  "iis:index:getAppPool": hideInFunction({
    check: (args) => checkInputs(functionSchemas.getAppPool(), args),
    call: getAppPool,
  }),
  "iis:index:getAppPools": hideInFunction({
    check: (args) => checkInputs(functionSchemas.getAppPools(), args),
    call: getAppPools,
  }),
  "iis:index:getWorkerProcesses": hideInFunction({
    check: (args) => checkInputs(functionSchemas.getWorkerProcesses(), args),
    call: getWorkerProcesses,
  }),
};

/** The arguments of the functions, after `check`. */
interface Arguments {
  readonly name?: string;
  readonly pool?: string;
  readonly connection?: Connection;
}

/** One pool: its effective settings and their sources. @throws IisError `POOL_MISSING` */
async function getAppPool({ name = "", connection }: Arguments): Promise<Properties> {
  const session = sessionFor(connection);
  const { host } = session.transport;
  const live = await session.look({ explicit: true });
  return { host, ...describePool(takePool(host, [...live.pools.values()], name), live) };
}

/** All pools of a host, in its order, and its `<applicationPoolDefaults>`. */
async function getAppPools({ connection }: Arguments): Promise<Properties> {
  const session = sessionFor(connection);
  const live = await session.look({ explicit: true, defaults: true });
  return {
    host: session.transport.host,
    pools: [...live.pools.values()].map((pool) => describePool(pool, live)),
    applicationPoolDefaults: liveSettings(live.defaults ?? {}, live.explicit?.defaults),
  };
}

function describePool({ name, state, settings }: ListedPool, { explicit }: LiveHost): Properties {
  return { name, state, ...liveSettings(settings, explicit?.pools.get(poolKey(name)), explicit?.defaults) };
}

/** The worker processes of a host, or of one pool. @throws IisError `POOL_MISSING` */
async function getWorkerProcesses({ pool, connection }: Arguments): Promise<Properties> {
  const { host, pools, workers } = await listHostWorkers(sessionFor(connection).transport);
  const only = pool === undefined ? undefined : poolKey(takePool(host, pools, pool).name);
  const found = workers.filter((worker) => only === undefined || poolKey(worker.pool) === only);
  return { host, workerProcesses: found.map(({ pid, pool: name, state }) => ({ pid, pool: name, state })) };
}
