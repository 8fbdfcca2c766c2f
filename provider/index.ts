export { AppPool, type AppPoolArgs } from "./pulumi/app-pool";
export { AppPoolDefaults, type AppPoolDefaultsArgs } from "./pulumi/app-pool-defaults";
export type { AppPoolSettings } from "./schema/app-pool-settings";
export type { Connection } from "./transport/connection";
