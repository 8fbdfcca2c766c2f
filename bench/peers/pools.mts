// The pools that the tools are compared on: twelve scalar settings each, all of them declared to every tool.

/** A value as the tools compare it. */
export type Value = string | number | boolean | readonly string[];

/** Values by IIS's own path of the setting. */
export type Settings = Readonly<Record<string, Value>>;

/** What pools have and what is declared for them. */
export interface State {
  /** Undefined if the pools do not exist. */
  readonly from: Settings | undefined;
  readonly to: Settings;
}

/** A value each, by IIS's own path: what the settings are before and after, and what a new pool inherits. */
const settings = {
  autoStart: { before: true, after: false, inherited: true },
  startMode: { before: "OnDemand", after: "AlwaysRunning", inherited: "OnDemand" },
  managedPipelineMode: { before: "Integrated", after: "Classic", inherited: "Integrated" },
  enable32BitAppOnWin64: { before: false, after: true, inherited: false },
  queueLength: { before: 2000, after: 3000, inherited: 1000 },
  "processModel.maxProcesses": { before: 2, after: 3, inherited: 1 },
  "processModel.idleTimeout": { before: "00:10:00", after: "00:05:00", inherited: "00:20:00" },
  "processModel.pingInterval": { before: "00:00:20", after: "00:00:40", inherited: "00:00:30" },
  "recycling.logEventOnRecycle": {
    before: ["Time", "Memory"],
    after: ["Time", "PrivateMemory"],
    inherited: [
      ...["Time", "Requests", "Schedule", "Memory"],
      ...["IsapiUnhealthy", "OnDemand", "ConfigChange", "PrivateMemory"],
    ],
  },
  "recycling.periodicRestart.requests": { before: 5000, after: 6000, inherited: 0 },
  "recycling.periodicRestart.privateMemory": { before: 1048576, after: 2097152, inherited: 0 },
  "failure.rapidFailProtectionMaxCrashes": { before: 6, after: 7, inherited: 5 },
};

function all(kind: "before" | "after" | "inherited"): Settings {
  return Object.fromEntries(Object.entries(settings).map(([path, values]) => [path, values[kind]]));
}

/** What a pool has that declares nothing (IIS 10, with the defaults of its schema). */
export const inherited = all("inherited");

/** The work of the comparison, by name. */
export const states = {
  unchanged: { from: all("before"), to: all("before") },
  "1 change": { from: all("before"), to: { ...all("before"), queueLength: settings.queueLength.after } },
  "12 changes": { from: all("before"), to: all("after") },
  new: { from: undefined, to: all("before") },
} satisfies Readonly<Record<string, State>>;

/** The name of one of {@link states}. */
export type StateName = keyof typeof states;

/** The paths whose values differ. */
export function changedPaths(from: Settings, to: Settings): string[] {
  return Object.keys(to).filter((path) => String(from[path]) !== String(to[path]));
}

/** The names of so many pools. */
export function poolNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `Pool ${index + 1}`);
}

/** Settings in groups, as a pool file and a program have them. */
interface Group {
  [name: string]: Value | Group;
}

/** Flat settings as a pool file and a program have them: in groups. */
export function inGroups(flat: Settings): Group {
  const pool: Group = {};
  for (const [path, value] of Object.entries(flat)) {
    const names = path.split(".");
    const last = names.pop() ?? path;
    let group = pool;
    for (const name of names) group = (group[name] ??= {}) as Group;
    group[last] = value;
  }
  return pool;
}
