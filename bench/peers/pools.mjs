// The pools that the tools are compared on: twelve scalar settings each, all of them declared to every tool.

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

function all(kind) {
  return Object.fromEntries(Object.entries(settings).map(([path, values]) => [path, values[kind]]));
}

/** What a pool has that declares nothing (IIS 10, with the defaults of its schema). */
export const inherited = all("inherited");

/** What the pools have (undefined: they are not there) and what is declared for them. */
export const states = {
  unchanged: { from: all("before"), to: all("before") },
  "1 change": { from: all("before"), to: { ...all("before"), queueLength: settings.queueLength.after } },
  "12 changes": { from: all("before"), to: all("after") },
  new: { from: undefined, to: all("before") },
};

/** The paths whose values differ. */
export function changedPaths(from, to) {
  return Object.keys(to).filter((path) => String(from[path]) !== String(to[path]));
}

/** The names of so many pools. */
export function poolNames(count) {
  return Array.from({ length: count }, (_, index) => `Pool ${index + 1}`);
}

/** Flat settings as a pool file and a program have them: in groups. */
export function inGroups(flat) {
  const pool = {};
  for (const [path, value] of Object.entries(flat)) {
    const groups = path.split(".");
    const last = groups.pop();
    let group = pool;
    for (const name of groups) group = group[name] ??= {};
    group[last] = value;
  }
  return pool;
}
