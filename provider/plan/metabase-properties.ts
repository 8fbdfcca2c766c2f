/** A property of IIS 6, and what it became in IIS 7. */
export interface MetabaseProperty {
  /** The setting. */
  readonly path: string;
  /** The unit that has to stand behind IIS 6's number, or how its text is to be read. */
  readonly as: "m" | "s" | "number" | "bool" | "text" | "flags" | "times";
}

/**
 * The properties of `IIsApplicationPool` that IIS 7 has too, by their names in MetaBase.xml. Bits and numbers mean the same in
 * both; durations are bare numbers of minutes or seconds there, memory is KB in both.
 * Source: https://learn.microsoft.com/en-us/previous-versions/iis/6.0-sdk/ms525303(v=vs.90)
 */
export const metabaseProperties: Readonly<Record<string, MetabaseProperty>> = {
  AppPoolAutoStart: { path: "autoStart", as: "bool" },
  AppPoolIdentityType: { path: "processModel.identityType", as: "number" },
  AppPoolQueueLength: { path: "queueLength", as: "number" },
  AutoShutdownAppPoolExe: { path: "failure.autoShutdownExe", as: "text" },
  AutoShutdownAppPoolParams: { path: "failure.autoShutdownParams", as: "text" },
  CPUAction: { path: "cpu.action", as: "number" },
  CPULimit: { path: "cpu.limit", as: "number" },
  CPUResetInterval: { path: "cpu.resetInterval", as: "m" },
  DisallowOverlappingRotation: { path: "recycling.disallowOverlappingRotation", as: "bool" },
  DisallowRotationOnConfigChange: { path: "recycling.disallowRotationOnConfigChange", as: "bool" },
  IdleTimeout: { path: "processModel.idleTimeout", as: "m" },
  LoadBalancerCapabilities: { path: "failure.loadBalancerCapabilities", as: "number" },
  LogEventOnRecycle: { path: "recycling.logEventOnRecycle", as: "flags" },
  MaxProcesses: { path: "processModel.maxProcesses", as: "number" },
  OrphanActionExe: { path: "failure.orphanActionExe", as: "text" },
  OrphanActionParams: { path: "failure.orphanActionParams", as: "text" },
  OrphanWorkerProcess: { path: "failure.orphanWorkerProcess", as: "bool" },
  PeriodicRestartMemory: { path: "recycling.periodicRestart.memory", as: "number" },
  PeriodicRestartPrivateMemory: { path: "recycling.periodicRestart.privateMemory", as: "number" },
  PeriodicRestartRequests: { path: "recycling.periodicRestart.requests", as: "number" },
  PeriodicRestartSchedule: { path: "recycling.periodicRestart.schedule", as: "times" },
  PeriodicRestartTime: { path: "recycling.periodicRestart.time", as: "m" },
  PingingEnabled: { path: "processModel.pingingEnabled", as: "bool" },
  PingInterval: { path: "processModel.pingInterval", as: "s" },
  PingResponseTime: { path: "processModel.pingResponseTime", as: "s" },
  RapidFailProtection: { path: "failure.rapidFailProtection", as: "bool" },
  RapidFailProtectionInterval: { path: "failure.rapidFailProtectionInterval", as: "m" },
  RapidFailProtectionMaxCrashes: { path: "failure.rapidFailProtectionMaxCrashes", as: "number" },
  ShutdownTimeLimit: { path: "processModel.shutdownTimeLimit", as: "s" },
  SMPAffinitized: { path: "cpu.smpAffinitized", as: "bool" },
  SMPProcessorAffinityMask: { path: "cpu.smpProcessorAffinityMask", as: "number" },
  StartupTimeLimit: { path: "processModel.startupTimeLimit", as: "s" },
  WAMUserName: { path: "processModel.userName", as: "text" },
};

/** What is no setting: what the element is called, orders and states of the running service, the encrypted password. */
export const metabaseSilent: readonly string[] = [
  "Location",
  "AppPoolCommand",
  "AppPoolState",
  "Win32Error",
  "WAMUserPass",
  "KeyType",
  "AdminACL",
];
