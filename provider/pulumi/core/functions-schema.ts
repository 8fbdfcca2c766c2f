import { optional } from "../../input/members";
import { lazily } from "../../lazily";
import { object } from "../../input/object";
import { poolName } from "../../pool-file/schema/names";
import { connectionMember, showEnvironmentFlag } from "./pool-own-schema";

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
