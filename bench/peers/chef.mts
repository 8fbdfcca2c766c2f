// The calls of appcmd that Chef's `iis_pool` makes for one pool with `action [:add, :config]`, as its own tests have it.
// Facts from sous-chefs/iis at dfabe1d8ddf3e032b380726aad48de41e3a8491c, resources/pool.rb.
import { changedPaths, inherited, type Settings, type Value } from "./pools.mts";

/** The arguments of one call of appcmd. */
export type Call = readonly string[];

/**
 * The order in which `configure` compares settings; those that differ go into one command. The schedule, environment
 * variables and the identity are omitted: the pools declare none.
 */
const order = [
  "autoStart",
  "startMode",
  "managedRuntimeVersion",
  "managedPipelineMode",
  "enable32BitAppOnWin64",
  "queueLength",
  "processModel.maxProcesses",
  "processModel.loadUserProfile",
  "processModel.logonType",
  "processModel.manualGroupMembership",
  "processModel.idleTimeout",
  "processModel.idleTimeoutAction",
  "processModel.shutdownTimeLimit",
  "processModel.startupTimeLimit",
  "processModel.pingingEnabled",
  "processModel.pingInterval",
  "processModel.pingResponseTime",
  "recycling.periodicRestart.time",
  "recycling.periodicRestart.requests",
  "recycling.logEventOnRecycle",
  "recycling.periodicRestart.privateMemory",
  "recycling.periodicRestart.memory",
  "recycling.disallowRotationOnConfigChange",
  "recycling.disallowOverlappingRotation",
  "failure.loadBalancerCapabilities",
  "failure.orphanWorkerProcess",
  "failure.orphanActionExe",
  "failure.orphanActionParams",
  "failure.rapidFailProtection",
  "failure.rapidFailProtectionInterval",
  "failure.rapidFailProtectionMaxCrashes",
  "failure.autoShutdownExe",
  "failure.autoShutdownParams",
  "cpu.action",
  "cpu.limit",
  "cpu.resetInterval",
  "cpu.smpAffinitized",
  "cpu.smpProcessorAffinityMask",
  "cpu.smpProcessorAffinityMask2",
];

/** `load_current_value`, which runs once for each action: is the pool there, and what are its values? */
function look(name: string): readonly [Call, Call] {
  return [
    ["list", "apppool", name],
    ["list", "apppool", name, "/config:*", "/xml"],
  ];
}

/** `configure`: everything that differs in one command. It names no commit path. */
function configure(name: string, from: Settings, to: Settings): Call[] {
  const changed = changedPaths(from, to);
  if (changed.length === 0) return [];
  const edits = order
    .filter((path) => changed.includes(path))
    .map((path) => `/[name='${name}'].${path}:${appcmdText(to[path])}`);
  return [["set", "config", "/section:applicationPools", ...edits]];
}

/**
 * The calls, in their order, each as arguments.
 *
 * @param from what the pool has, by path; undefined where it is not there. Then `:add` creates it with its pipeline mode,
 *   and the settings come with `:config`, as within `:add` the resource still takes the pool for absent. (Chef puts the
 *   commit path in quotes that reach appcmd; they are omitted.)
 * @param to what is declared.
 */
export function chefCommands(name: string, from: Settings | undefined, to: Settings): Call[] {
  if (from !== undefined) return [...look(name), ...look(name), ...configure(name, from, to)];
  const mode = appcmdText(to.managedPipelineMode);
  const [isThere] = look(name);
  const add = ["add", "apppool", `/name:${name}`, `/managedPipelineMode:${mode}`, "/commit:MACHINE/WEBROOT/APPHOST"];
  return [isThere, add, ...look(name), ...configure(name, { ...inherited, managedPipelineMode: mode }, to)];
}

function appcmdText(value: Value | undefined): string {
  return Array.isArray(value) ? value.join(", ") : String(value);
}
