import "./require-node";

export { AppPool, type AppPoolArgs } from "./pulumi/app-pool";
export { AppPoolDefaults, type AppPoolDefaultsArgs } from "./pulumi/app-pool-defaults";
export { PoolFile } from "./pulumi/pool-file";
export type { PoolFileArgs } from "./pulumi/core/pool-file-args-schema";
export { type Rollout, rollout, type RolloutArgs, type RolloutHost } from "./pulumi/rollout";
export { RolloutGate } from "./pulumi/rollout-gate";
export { RecycleAppPool, type RecycleAppPoolArgs } from "./pulumi/recycle-app-pool";
export type { AppPoolSettings } from "./schema/app-pool-settings";
export type { Connection } from "./transport/connection-schema";
