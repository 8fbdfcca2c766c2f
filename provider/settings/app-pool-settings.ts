// Generated from the attribute table by scripts/docs.mts (npm run docs). Do not edit.

/**
 * The settings of an application pool, or of applicationPoolDefaults; omitted settings are not managed.
 *
 * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/}
 */
export interface AppPoolSettings {
  /**
   * How many requests HTTP.sys queues for the pool before it responds with 503.
   *
   * Unit: requests.
   * Range: 10 to 65535.
   *
   * @default 1000
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/}
   */
  queueLength?: number;

  /**
   * Whether the pool starts when IIS starts and right after it is created.
   *
   * @default true
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/}
   */
  autoStart?: boolean;

  /**
   * Whether worker processes are 32-bit on 64-bit Windows.
   *
   * @default false
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/}
   */
  enable32BitAppOnWin64?: boolean;

  /**
   * Whether worker processes on Windows on Arm are x64 and emulated; else they are Arm64.
   *
   * Since IIS 10.0 of Windows 11 (build 22000.739, KB5014697).
   *
   * @default true
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/}
   */
  enableEmulationOnWinArm64?: boolean;

  /**
   * The .NET CLR that worker processes load; on a new server, applicationPoolDefaults usually has v4.0.
   *
   * One of "", v1.1, v2.0, v4.0.
   * "" means: no managed code, as for ASP.NET Core.
   *
   * @default "v2.0" until IIS 7.5, then ""
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/}
   */
  managedRuntimeVersion?: string;

  /**
   * The DLL that loads the .NET CLR into a worker process.
   *
   * @default "webengine4.dll"
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/}
   */
  managedRuntimeLoader?: string;

  /**
   * Whether delegated settings in web.config files apply to the pool's applications.
   *
   * @default true
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/}
   */
  enableConfigurationOverride?: boolean;

  /**
   * Whether requests pass through the .NET pipeline as a whole or through ISAPI as in IIS 6.
   *
   * One of Integrated, Classic.
   *
   * @default Integrated
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/}
   */
  managedPipelineMode?: "Integrated" | "Classic";

  /**
   * The .NET configuration file for the pool's worker processes.
   *
   * IIS replaces %VARIABLES% in it.
   * Since IIS 7.5.
   *
   * @default ""
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/}
   */
  CLRConfigFile?: string;

  /**
   * Whether IIS passes worker processes a token of the built-in IUSR account for anonymous authentication.
   *
   * @default true
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/}
   */
  passAnonymousToken?: boolean;

  /**
   * Whether a worker process starts with the first request or always runs.
   *
   * One of OnDemand, AlwaysRunning.
   * Since IIS 7.5.
   *
   * @default OnDemand
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/}
   */
  startMode?: "OnDemand" | "AlwaysRunning";

  /** Identity, lifetime and health checks of the pool's worker processes. */
  processModel?: ProcessModelSettings;

  /** How worker processes are replaced, and which replacements are logged. */
  recycling?: RecyclingSettings;

  /** What IIS does with worker processes that crash or hang. */
  failure?: FailureSettings;

  /** Share of processor time, affinity and NUMA placement of worker processes. */
  cpu?: CpuSettings;

  /**
   * Environment variables that worker processes get in addition to the system's.
   *
   * Empty means: no variables of the pool's own.
   * Since IIS 10.0.
   *
   * @default empty
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/environmentvariables/}
   */
  environmentVariables?: Readonly<Record<string, string>>;

  /** Attributes that the server knows but this package does not, by their names in IIS (processModel.newThing), each with the text that appcmd prints. https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/ */
  other?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Identity, lifetime and health checks of the pool's worker processes.
 *
 * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/processmodel}
 */
export interface ProcessModelSettings {
  /**
   * The account that worker processes run as; SpecificUser uses userName and password.
   *
   * One of LocalSystem, LocalService, NetworkService, SpecificUser, ApplicationPoolIdentity.
   *
   * @default NetworkService until IIS 7.0, then ApplicationPoolIdentity
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/processmodel}
   */
  identityType?: "LocalSystem" | "LocalService" | "NetworkService" | "SpecificUser" | "ApplicationPoolIdentity";

  /**
   * The account of identityType SpecificUser; a name that ends in $ is a managed service account, which has no password.
   *
   * @default ""
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/processmodel}
   */
  userName?: string;

  /**
   * The password of userName; IIS stores it encrypted and it is never shown.
   *
   * A secret.
   *
   * @default ""
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/processmodel}
   */
  password?: string;

  /**
   * Whether the user profile of the identity is loaded.
   *
   * @default false
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/processmodel}
   */
  loadUserProfile?: boolean;

  /**
   * Whether worker processes get the environment of the identity's user profile.
   *
   * Since IIS 7.5.
   *
   * @default true
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/processmodel}
   */
  setProfileEnvironment?: boolean;

  /**
   * The type of logon that Windows uses for the identity.
   *
   * One of LogonBatch, LogonService.
   * Since IIS 7.5.
   *
   * @default LogonBatch
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/processmodel}
   */
  logonType?: "LogonBatch" | "LogonService";

  /**
   * Whether you add the identity to the IIS_IUSRS group yourself; else IIS does.
   *
   * @default false
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/processmodel}
   */
  manualGroupMembership?: boolean;

  /**
   * How long a worker process may be without a request before it ends.
   *
   * Range: 00:00:00 to 30.00:00:00 (30d), in whole minutes.
   * Written "20m", "29h", "1d5h", "90s", hh:mm:ss or d.hh:mm:ss.
   * 00:00:00 means: never.
   *
   * @default 00:20:00
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/processmodel}
   */
  idleTimeout?: string | 0;

  /**
   * What happens to a worker process after idleTimeout.
   *
   * One of Terminate, Suspend.
   * Since IIS 8.5.
   *
   * @default Terminate
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/processmodel}
   */
  idleTimeoutAction?: "Terminate" | "Suspend";

  /**
   * How many worker processes serve the pool; more than 1 is a web garden.
   *
   * Unit: worker processes.
   * Range: 1 to 2147483647 until IIS 7.5, then 0 to 2147483647.
   * 0 means: one for each NUMA node (since IIS 8.0).
   *
   * @default 1
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/processmodel}
   */
  maxProcesses?: number;

  /**
   * How long a stopping worker process may take to finish its requests.
   *
   * Range: 00:00:01 to 49.17:02:47 (49d17h2m47s).
   * Written "20m", "29h", "1d5h", "90s", hh:mm:ss or d.hh:mm:ss.
   *
   * @default 00:01:30
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/processmodel}
   */
  shutdownTimeLimit?: string;

  /**
   * How long a worker process may take to start.
   *
   * Range: 00:00:01 to 49.17:02:47 (49d17h2m47s).
   * Written "20m", "29h", "1d5h", "90s", hh:mm:ss or d.hh:mm:ss.
   *
   * @default 00:01:30
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/processmodel}
   */
  startupTimeLimit?: string;

  /**
   * Whether IIS pings worker processes to check that they respond.
   *
   * @default true
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/processmodel}
   */
  pingingEnabled?: boolean;

  /**
   * The time between two pings.
   *
   * Range: 00:00:01 to 49.17:02:47 (49d17h2m47s).
   * Written "20m", "29h", "1d5h", "90s", hh:mm:ss or d.hh:mm:ss.
   *
   * @default 00:00:30
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/processmodel}
   */
  pingInterval?: string;

  /**
   * How long a worker process may take to respond to a ping before it is ended.
   *
   * Range: 00:00:01 to 49.17:02:47 (49d17h2m47s).
   * Written "20m", "29h", "1d5h", "90s", hh:mm:ss or d.hh:mm:ss.
   *
   * @default 00:01:30
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/processmodel}
   */
  pingResponseTime?: string;

  /**
   * Which process-model events go to the event log.
   *
   * Any of IdleTimeout.
   * Since IIS 8.0.
   *
   * @default IdleTimeout
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/processmodel}
   */
  logEventOnProcessModel?: readonly "IdleTimeout"[];
}

/**
 * How worker processes are replaced, and which replacements are logged.
 *
 * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/recycling/}
 */
export interface RecyclingSettings {
  /**
   * Whether the old worker process must end before the new one starts, which causes a gap in service.
   *
   * @default false
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/recycling/}
   */
  disallowOverlappingRotation?: boolean;

  /**
   * Whether a change of the configuration takes effect only at the next recycle, without recycling running worker processes.
   *
   * @default false
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/recycling/}
   */
  disallowRotationOnConfigChange?: boolean;

  /**
   * Which reasons for recycling are written to the event log.
   *
   * Any of Time, Requests, Schedule, Memory, IsapiUnhealthy, OnDemand, ConfigChange, PrivateMemory.
   *
   * @default Time, Memory, PrivateMemory until IIS 8.5, then Time, Requests, Schedule, Memory, IsapiUnhealthy, OnDemand, ConfigChange, PrivateMemory
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/recycling/}
   */
  logEventOnRecycle?: readonly (
    "Time" | "Requests" | "Schedule" | "Memory" | "IsapiUnhealthy" | "OnDemand" | "ConfigChange" | "PrivateMemory"
  )[];

  /** When worker processes are recycled: by age, time of day, requests or memory. */
  periodicRestart?: PeriodicRestartSettings;
}

/**
 * When worker processes are recycled: by age, time of day, requests or memory.
 *
 * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/recycling/periodicrestart/}
 */
export interface PeriodicRestartSettings {
  /**
   * Virtual memory of a worker process above which it is recycled.
   *
   * Unit: KB.
   * Range: 0 to 4294967295 KB (about 4 TB).
   * Written as a number of KB, or "512MB", "1.5GB".
   * 0 means: no limit.
   *
   * @default 0
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/recycling/periodicrestart/}
   */
  memory?: number | string;

  /**
   * Private memory of a worker process above which it is recycled.
   *
   * Unit: KB.
   * Range: 0 to 4294967295 KB (about 4 TB).
   * Written as a number of KB, or "512MB", "1.5GB".
   * 0 means: no limit.
   *
   * @default 0
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/recycling/periodicrestart/}
   */
  privateMemory?: number | string;

  /**
   * How many requests a worker process serves before it is recycled.
   *
   * Unit: requests.
   * Range: 0 to 4294967295.
   * 0 means: no limit.
   *
   * @default 0
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/recycling/periodicrestart/}
   */
  requests?: number;

  /**
   * How long a worker process runs before it is recycled. The time of day drifts; use schedule for fixed times.
   *
   * Range: 00:00:00 to 300.00:00:00 (300d), in whole minutes.
   * Written "20m", "29h", "1d5h", "90s", hh:mm:ss or d.hh:mm:ss.
   * 00:00:00 means: never.
   *
   * @default 1.05:00:00 (29h)
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/recycling/periodicrestart/}
   */
  time?: string | 0;

  /**
   * The times of day, in the server's local time, at which the pool is recycled.
   *
   * Written "03:00"; whole minutes from 00:00 to 23:59.
   * Empty means: no scheduled recycle.
   *
   * @default empty
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/recycling/periodicrestart/schedule/}
   */
  schedule?: readonly string[];
}

/**
 * What IIS does with worker processes that crash or hang.
 *
 * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/failure}
 */
export interface FailureSettings {
  /**
   * The response of a pool that cannot serve: HTTP status 503, or a reset TCP connection.
   *
   * One of TcpLevel, HttpLevel.
   *
   * @default HttpLevel
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/failure}
   */
  loadBalancerCapabilities?: "TcpLevel" | "HttpLevel";

  /**
   * Whether an unhealthy worker process is kept for debugging.
   *
   * @default false
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/failure}
   */
  orphanWorkerProcess?: boolean;

  /**
   * The program that runs when a worker process is orphaned.
   *
   * IIS replaces %VARIABLES% in it.
   *
   * @default ""
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/failure}
   */
  orphanActionExe?: string;

  /**
   * The arguments of orphanActionExe; %1% is replaced by the process ID.
   *
   * IIS replaces %VARIABLES% in it.
   *
   * @default ""
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/failure}
   */
  orphanActionParams?: string;

  /**
   * Whether the pool is stopped after too many crashes within rapidFailProtectionInterval.
   *
   * @default true
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/failure}
   */
  rapidFailProtection?: boolean;

  /**
   * The time within which rapidFailProtectionMaxCrashes crashes stop the pool.
   *
   * Range: 00:01:00 to 100.00:00:00 (100d), in whole minutes.
   * Written "20m", "29h", "1d5h", "90s", hh:mm:ss or d.hh:mm:ss.
   *
   * @default 00:05:00
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/failure}
   */
  rapidFailProtectionInterval?: string;

  /**
   * How many crashes within rapidFailProtectionInterval stop the pool.
   *
   * Unit: crashes.
   * Range: 1 to 2147483647.
   *
   * @default 5
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/failure}
   */
  rapidFailProtectionMaxCrashes?: number;

  /**
   * The program that runs when rapid-fail protection stops the pool.
   *
   * IIS replaces %VARIABLES% in it.
   *
   * @default ""
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/failure}
   */
  autoShutdownExe?: string;

  /**
   * The arguments of autoShutdownExe.
   *
   * IIS replaces %VARIABLES% in it.
   *
   * @default ""
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/failure}
   */
  autoShutdownParams?: string;
}

/**
 * Share of processor time, affinity and NUMA placement of worker processes.
 *
 * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/cpu}
 */
export interface CpuSettings {
  /**
   * The share of processor time that the pool's worker processes may use before cpu.action is taken.
   *
   * Unit: 1/1000 %.
   * Range: 0 to 100000 (100 %).
   * Written as a number of 1/1000 %, or "50%", "12.5%".
   * 0 means: no limit.
   *
   * @default 0
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/cpu}
   */
  limit?: number | string;

  /**
   * What IIS does when worker processes use more than cpu.limit.
   *
   * One of NoAction, KillW3wp, Throttle (since IIS 8.0), ThrottleUnderLoad (since IIS 8.0).
   *
   * @default NoAction
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/cpu}
   */
  action?: "NoAction" | "KillW3wp" | "Throttle" | "ThrottleUnderLoad";

  /**
   * The time over which processor use is measured for cpu.limit.
   *
   * Range: 00:00:00 to 1.00:00:00 (24h), in whole minutes.
   * Written "20m", "29h", "1d5h", "90s", hh:mm:ss or d.hh:mm:ss.
   * 00:00:00 means: the limit is not monitored.
   *
   * @default 00:05:00
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/cpu}
   */
  resetInterval?: string | 0;

  /**
   * Whether worker processes stay on the processors of the affinity masks.
   *
   * @default false
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/cpu}
   */
  smpAffinitized?: boolean;

  /**
   * The processors 0 to 31 that worker processes may use, as a bit mask; only in effect with cpu.smpAffinitized.
   *
   * Range: 0 to 4294967295.
   *
   * @default 4294967295
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/cpu}
   */
  smpProcessorAffinityMask?: number;

  /**
   * The processors 32 to 63 that worker processes may use, as a bit mask; only in effect with cpu.smpAffinitized.
   *
   * Range: 0 to 4294967295.
   * In applicationPoolDefaults since IIS 7.5.
   *
   * @default 4294967295
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/cpu}
   */
  smpProcessorAffinityMask2?: number;

  /**
   * The Windows processor group of the processors in the affinity masks.
   *
   * Range: 0 to 2147483647.
   * Since IIS 8.0.
   *
   * @default 0
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/cpu}
   */
  processorGroup?: number;

  /**
   * How a NUMA node is selected for a worker process.
   *
   * One of MostAvailableMemory, WindowsScheduling.
   * Since IIS 8.0.
   *
   * @default MostAvailableMemory
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/cpu}
   */
  numaNodeAssignment?: "MostAvailableMemory" | "WindowsScheduling";

  /**
   * Whether a worker process may leave its NUMA node.
   *
   * One of Soft, Hard.
   * Since IIS 8.0.
   *
   * @default Soft
   * @see {@link https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/cpu}
   */
  numaNodeAffinityMode?: "Soft" | "Hard";
}
