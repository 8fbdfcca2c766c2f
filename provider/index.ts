import "./require-node";

export { AppPool, type AppPoolArgs, AppPoolDefaults, type AppPoolDefaultsArgs } from "./pulumi/program/app-pool";
export { PoolFile } from "./pulumi/program/pool-file";
export type { PoolFileArgs } from "./pulumi/core/declared-resources";
export { type Rollout, rollout, type RolloutArgs, RolloutGate, type RolloutHost } from "./pulumi/program/rollout";
export { RecycleAppPool, type RecycleAppPoolArgs } from "./pulumi/program/recycle-app-pool";
export type { AppPoolSettings } from "./settings/app-pool-settings";
export type { Connection } from "./connection/schema";
