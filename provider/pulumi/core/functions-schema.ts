import { optional } from "../../input/members";
import { object } from "../../input/object";
import { poolName } from "../../model/pool-name-schema";
import { connectionMember, showEnvironmentFlag } from "./common-schema";

const connection = connectionMember("Where appcmd is.");
const showEnvironment = showEnvironmentFlag(
  "Return the values of environment variables readable. Otherwise what holds them is a secret.",
);

/** The arguments of the functions that programs call, by the function's name. */
export const functionSchemas = {
  getAppPool: object({
    name: poolName().meta({ description: "The pool's name; letter case does not count." }),
    showEnvironment,
    connection,
  }),
  getAppPools: object({ showEnvironment, connection }),
  getWorkerProcesses: object({
    pool: optional(poolName()).meta({
      description: "Only those of this pool; it is an error if it does not exist.",
      defaultsTo: "those of all pools",
    }),
    connection,
  }),
};
