// The calls of appcmd that DSC's `WebAppPool` (before: `xWebAppPool`) makes for one pool. Facts from
// dsccommunity/WebAdministrationDsc at d96547ed4ca4bfa30f7a3530cc26471520078384,
// source/DSCResources/DSC_WebAppPool/DSC_WebAppPool.psm1.
import type { Call } from "./chef.mts";
import { changedPaths, type Settings, type Value } from "./pools.mts";

/**
 * The order of its `PropertyData`; `Set-TargetResource` calls appcmd once for each that differs. The state, the schedule and
 * the account are omitted: the pools declare none.
 */
const order = [
  "autoStart",
  "CLRConfigFile",
  "enable32BitAppOnWin64",
  "enableConfigurationOverride",
  "managedPipelineMode",
  "managedRuntimeLoader",
  "managedRuntimeVersion",
  "passAnonymousToken",
  "startMode",
  "queueLength",
  "cpu.action",
  "cpu.limit",
  "cpu.resetInterval",
  "cpu.smpAffinitized",
  "cpu.smpProcessorAffinityMask",
  "cpu.smpProcessorAffinityMask2",
  "processModel.identityType",
  "processModel.idleTimeout",
  "processModel.idleTimeoutAction",
  "processModel.loadUserProfile",
  "processModel.logEventOnProcessModel",
  "processModel.logonType",
  "processModel.manualGroupMembership",
  "processModel.maxProcesses",
  "processModel.pingingEnabled",
  "processModel.pingInterval",
  "processModel.pingResponseTime",
  "processModel.setProfileEnvironment",
  "processModel.shutdownTimeLimit",
  "processModel.startupTimeLimit",
  "failure.orphanActionExe",
  "failure.orphanActionParams",
  "failure.orphanWorkerProcess",
  "failure.loadBalancerCapabilities",
  "failure.rapidFailProtection",
  "failure.rapidFailProtectionInterval",
  "failure.rapidFailProtectionMaxCrashes",
  "failure.autoShutdownExe",
  "failure.autoShutdownParams",
  "recycling.disallowOverlappingRotation",
  "recycling.disallowRotationOnConfigChange",
  "recycling.logEventOnRecycle",
  "recycling.periodicRestart.memory",
  "recycling.periodicRestart.privateMemory",
  "recycling.periodicRestart.requests",
  "recycling.periodicRestart.time",
];

/**
 * The calls, in their order, each as arguments. It reads with `Get-WebConfiguration`, in its own process, so an unchanged
 * pool costs no call; a new one it makes with `New-WebAppPool`, which is no call of appcmd either and cannot be replayed.
 *
 * @param from what the pool has, by path
 * @param to what is declared
 */
export function dscCommands(name: string, from: Settings, to: Settings): Call[] {
  const changed = changedPaths(from, to);
  return order
    .filter((path) => changed.includes(path))
    .map((path) => ["set", "apppool", name, `/${path}:${powershellText(to[path])}`]);
}

/** A value as PowerShell's `-f` writes it: booleans with a capital letter. */
function powershellText(value: Value | undefined): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  return Array.isArray(value) ? value.join(",") : String(value);
}
