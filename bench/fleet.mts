// Many hosts in one call, the engine alone: node bench/fleet.mts [hosts] [pools] (after npm run build), once with hosts that
// answer at once, from memory, and once each with hosts over SSH and over WinRM on loopback. The two servers are different programs, so
// compare the processor time of this process.
import { onEachHost } from "#dist/provider/engine/hosts.js";
import { type PlannedHost, prepareHost } from "#dist/provider/engine/prepare.js";
import { applyPlan } from "#dist/provider/engine/verbs/apply-plan.js";
import { desiredOn } from "#dist/provider/plan/change/desired.js";
import {
  loadPoolFiles,
  type LoadedPoolFiles,
  type LoadOptions,
} from "#dist/provider/pool-file/load/load-pool-files.js";
import { type Counts, type Fleet, hostsAtOnce, hostsOverSsh } from "./fleet-hosts.mts";
import { hostsOverWinrm } from "./fleet-winrm.mts";
import { print, runNode, secondsOf, type Say } from "./lib/measure.mts";

const kinds = {
  "hosts that answer at once": hostsAtOnce,
  "hosts over SSH on loopback": hostsOverSsh,
  "hosts over WinRM (HTTPS, NTLM) on loopback": hostsOverWinrm,
};
type Kind = keyof typeof kinds;

function declared(hosts: readonly string[], pools: number): string {
  const lines = [
    "version: 1",
    "hosts:",
    ...hosts.map((name) => `  ${name}: {}`),
    "defaults: { queueLength: 2000 }",
    "pools:",
    ...Array.from({ length: pools }, (_, index) => `  Pool ${index}: {}`),
    "overrides: { web-0: { pools: { Pool 0: { startMode: OnDemand } } } }",
  ];
  return `${lines.join("\n")}\n`;
}

function loadFiles(text: string): LoadedPoolFiles["files"] {
  const fileSystem = { kindOf: () => "file" as const, listFolder: () => [], readFile: () => Buffer.from(text) };
  const options: LoadOptions = { ...{ cwd: "/", env: {}, secrets: "required", checkConnection: () => [] }, fileSystem };
  const { files, faults } = loadPoolFiles(["pools.yaml"], options);
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  return files;
}

/** The value of the work, and how long it took. */
async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly value: T; readonly seconds: number }> {
  const values: T[] = [];
  const seconds = await secondsOf(async () => values.push(await work()));
  return { value: values[0] as T, seconds };
}

/** How often each host must be asked in one step. */
interface Promised {
  readonly reads: number;
  readonly commits: number;
}

/** Counts what the hosts are asked in each step, and compares it with what is promised. */
class Steps {
  private before: readonly Counts[] = [];
  private readonly count: Fleet["count"];

  constructor(count: Fleet["count"]) {
    this.count = count;
  }

  /** Begins to count. */
  async start(): Promise<void> {
    this.before = await this.count();
  }

  /** A line on the step that has ended. @throws if a host was asked more or less often than promised */
  async end(what: string, seconds: number, promised: Promised): Promise<string> {
    const after = await this.count();
    const since = (key: keyof Counts): number[] => after.map((one, at) => one[key] - (this.before[at]?.[key] ?? NaN));
    for (const key of ["reads", "commits"] as const) {
      if (since(key).some((times) => times !== promised[key]))
        throw new Error(`${what} ${String(since(key))} ${key}, not ${promised[key]} a host`);
    }
    const sum = (key: keyof Counts): number => since(key).reduce((all, one) => all + one, 0);
    const connections = sum("connections") === 0 ? "" : `, ${sum("connections")} connections`;
    const line =
      `  ${what} ${seconds.toFixed(2)} s, ${sum("reads")} reads (${promised.reads} a host),` +
      ` ${sum("commits")} commits (${promised.commits} a host)${connections}`;
    this.before = after;
    return line;
  }
}

/** Plans, applies and plans again. Returns the lines on it. */
async function measure(kind: Kind, hosts: number, pools: number): Promise<string[]> {
  const names = Array.from({ length: hosts }, (_, index) => `web-${index}`);
  const text = declared(names, pools);
  const { value: files, seconds } = await timed(() => loadFiles(text));
  const { transports, count, close } = await kinds[kind](names, pools);
  const started = process.cpuUsage();
  try {
    const lines = [`${hosts} hosts x ${pools} pools, ${kind}: files read in ${seconds.toFixed(2)} s`];
    const steps = new Steps(count);
    await steps.start();
    const plan = (): Promise<PlannedHost[]> => planHosts(transports, files);
    const planned = await timed(plan);
    lines.push(await steps.end("one change in each pool, plan:", planned.seconds, { reads: 1, commits: 0 }));
    const applied = await timed(() => applyTo(transports, planned.value));
    if (!applied.value.every((host) => host.ok && host.value.applied.length === pools)) throw new Error("not applied");
    const apply = "its apply, which reads before and after the write:";
    lines.push(await steps.end(apply, applied.seconds, { reads: 2, commits: 1 }));
    const again = await timed(plan);
    if (again.value.some(({ requests }) => requests.length > 0)) throw new Error("something differs");
    lines.push(await steps.end("unchanged, plan:", again.seconds, { reads: 1, commits: 0 }));
    const { user, system } = process.cpuUsage(started);
    const memory = Math.round(process.resourceUsage().maxRSS / 1024);
    const processor = ((user + system) / 1e6).toFixed(2);
    return [...lines, `  of the process: processor time of the three steps ${processor} s, peak memory ${memory} MB`];
  } finally {
    await close();
  }
}

async function planHosts(transports: Fleet["transports"], files: LoadedPoolFiles["files"]): Promise<PlannedHost[]> {
  const results = await onEachHost(transports, 8, (one) => prepareHost(one, desiredOn(files, one.name)));
  return results.map((host) => {
    if (!host.ok) throw host.error;
    return host.value;
  });
}

function applyTo(transports: Fleet["transports"], planned: readonly PlannedHost[]): ReturnType<typeof applyPlan> {
  const targets = planned.flatMap((planned, at) => {
    const transport = transports[at];
    return transport === undefined ? [] : [{ name: transport.name, transport, planned }];
  });
  return applyPlan(targets, {
    ...{ rollbackOnError: false, parallel: 8, signal: new AbortController().signal },
  });
}

/** Each kind in a process of its own, whose memory is that of the fleet. */
export function fleet(say: Say, hosts = 200, pools = 50): void {
  for (const kind of Object.keys(kinds))
    say(runNode([import.meta.filename, String(hosts), String(pools), kind]).trimEnd());
}

if (process.argv[1] === import.meta.filename) {
  const [hosts = "200", pools = "50", kind] = process.argv.slice(2);
  if (kind === undefined) fleet(print, Number(hosts), Number(pools));
  else print((await measure(kind as Kind, Number(hosts), Number(pools))).join("\n"));
}
