import type { Positions } from "../pool-file/pool/declared";
import { secondsOfClock } from "../settings/codecs/timespan-text";
import { identityTypePath, passwordPath, userNamePath } from "../settings/key-path";
import { asList, asMap, type Settings, type Texts } from "../settings/value";

/** The reasons of automatic recycles, by the names of logEventOnRecycle, each with its setting. */
export function recycleReasons({
  seconds,
  number,
  list,
}: PoolView): readonly (readonly [flag: string, path: string])[] {
  const reasons: readonly (readonly [string, string, number | undefined])[] = [
    ["Time", paths.time, seconds(paths.time)],
    ["Schedule", paths.schedule, list(paths.schedule)?.length],
    ["Requests", paths.requests, number(paths.requests)],
    ["Memory", paths.memory, number(paths.memory)],
    ["PrivateMemory", paths.privateMemory, number(paths.privateMemory)],
  ];
  return reasons.flatMap(([flag, path, amount = 0]) => (amount > 0 ? [[flag, path]] : []));
}

/** Short names for the settings that rules read. */
export const paths = {
  queueLength: "queueLength",
  autoStart: "autoStart",
  clr: "managedRuntimeVersion",
  pipeline: "managedPipelineMode",
  clrConfigFile: "CLRConfigFile",
  startMode: "startMode",
  is32Bit: "enable32BitAppOnWin64",
  identityType: identityTypePath,
  userName: userNamePath,
  password: passwordPath,
  idleTimeout: "processModel.idleTimeout",
  idleAction: "processModel.idleTimeoutAction",
  maxProcesses: "processModel.maxProcesses",
  pinging: "processModel.pingingEnabled",
  rapidFail: "failure.rapidFailProtection",
  rapidFailInterval: "failure.rapidFailProtectionInterval",
  orphan: "failure.orphanWorkerProcess",
  orphanExe: "failure.orphanActionExe",
  orphanParams: "failure.orphanActionParams",
  shutdownExe: "failure.autoShutdownExe",
  shutdownParams: "failure.autoShutdownParams",
  cpuLimit: "cpu.limit",
  cpuAction: "cpu.action",
  cpuInterval: "cpu.resetInterval",
  affinity: "cpu.smpAffinitized",
  mask: "cpu.smpProcessorAffinityMask",
  mask2: "cpu.smpProcessorAffinityMask2",
  variables: "environmentVariables",
  noOverlap: "recycling.disallowOverlappingRotation",
  logged: "recycling.logEventOnRecycle",
  time: "recycling.periodicRestart.time",
  schedule: "recycling.periodicRestart.schedule",
  requests: "recycling.periodicRestart.requests",
  memory: "recycling.periodicRestart.memory",
  privateMemory: "recycling.periodicRestart.privateMemory",
} as const;

/** A pool to check. */
export interface LintedPool {
  readonly name: string;
  /** Absent if the finding is the same for all hosts. */
  readonly host?: string;
  /** Declared values, or those in effect. An absent setting is unknown; it does not have IIS's default. */
  readonly settings: Settings;
  /** Whether the settings are those in effect on a host. */
  readonly isEffective: boolean;
  readonly positions: Positions;
  /** The environment variable of each secret that is not in the file itself, by path. */
  readonly secretNames?: Readonly<Record<string, string>>;
  /** Whether it is declared as stopped, or is stopped. */
  readonly isStopped?: boolean;
  /** As declared. */
  readonly multiInstance?: boolean;
  /** If its schedule is the slot of a stagger: the time of day by host. */
  readonly slots?: Readonly<Record<string, string>>;
}

/** A pool's settings for rules: undefined if a value is not known, or not of the requested type. */
export interface PoolView {
  readonly pool: LintedPool;
  readonly text: (path: string) => string | undefined;
  readonly number: (path: string) => number | undefined;
  readonly bool: (path: string) => boolean | undefined;
  readonly seconds: (path: string) => number | undefined;
  readonly list: (path: string) => readonly string[] | undefined;
  /** Empty if it is not known. */
  readonly map: (path: string) => Texts;
}

/** The view of a pool. */
export function viewPool(pool: LintedPool): PoolView {
  const { settings } = pool;
  const text = (path: string): string | undefined => {
    const value = settings[path];
    return typeof value === "string" ? value : undefined;
  };
  return {
    pool,
    text,
    number: (path) => {
      const value = settings[path];
      return typeof value === "number" ? value : undefined;
    },
    bool: (path) => {
      const value = settings[path];
      return typeof value === "boolean" ? value : undefined;
    },
    seconds: (path) => secondsOfClock(text(path) ?? ""),
    list: (path) => (Array.isArray(settings[path]) ? asList(settings[path]) : undefined),
    map: (path) => asMap(settings[path]),
  };
}
