// Thousands of hosts in one process and in several: node bench/shards.mts [hosts] [processes] [pools] (after npm run build). The real
// command line, over SSH on loopback. It fails if a host is asked more or less often than promised, or if the merged report is
// another than that of one process.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../tools/workspace/places.mts";
import { measureProcess, type Usage } from "./against/measure-process.mts";
import { type Counts, makeFolder, startSshServers } from "./fleet-hosts.mts";
import { print, type Say, secondsOf } from "./lib/measure.mts";

const cli = join(repository, "dist/provider/cli/bin.js");

/** A verb with its options, its exit code, and how often it asks each host. */
interface Step {
  readonly words: readonly string[];
  readonly exitCode: number;
  readonly reads: number;
  readonly commits: number;
}

const steps: readonly Step[] = [
  { words: ["plan"], exitCode: 0, reads: 1, commits: 0 },
  { words: ["drift"], exitCode: 2, reads: 2, commits: 0 },
  { words: ["apply", "--yes", "--no-backup", "--allow", "many"], exitCode: 0, reads: 2, commits: 1 },
  { words: ["plan"], exitCode: 0, reads: 1, commits: 0 },
];

/** One run of a verb. */
interface Measured {
  readonly seconds: number;
  readonly usages: readonly Usage[];
  readonly report: unknown;
}

/** The verbs, one after the other, in so many processes at a time, on servers of their own. */
async function measure(hosts: number, processes: number, pools: number): Promise<Measured[]> {
  const folder = makeFolder();
  const servers = await startSshServers(folder, hosts, pools);
  try {
    const fields = `host: 127.0.0.1, user: bench, privateKeyFile: ./user_key, hostKey: "${servers.hostKey}"`;
    const declared = servers.ports.map((port, at) => `  web-${at}: { ${fields}, port: ${port} }`);
    const ofPools = Array.from({ length: pools }, (_, at) => `  Pool ${at}: { queueLength: 2000 }`);
    writeFileSync(
      join(folder, "pools.yaml"),
      ["version: 1", "hosts:", ...declared, "pools:", ...ofPools, ""].join("\n"),
    );
    writeFileSync(join(folder, "user_key"), servers.userKey, { mode: 0o600 });
    const measured: Measured[] = [];
    for (const step of steps) {
      const before = await servers.count();
      measured.push(await runStep(step, processes, folder));
      refuseOther(step, before, await servers.count());
    }
    return measured;
  } finally {
    servers.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runStep({ words, exitCode }: Step, processes: number, folder: string): Promise<Measured> {
  const files = Array.from({ length: processes }, (_, at) => join(folder, `report-${at + 1}.json`));
  const usages: Usage[] = [];
  const seconds = await secondsOf(async () => {
    const options = { cwd: folder, exitCode };
    const running = files.map((file, at) => {
      const shard = processes === 1 ? [] : ["--shard", `${at + 1}/${processes}`];
      const report = ["--parallel", "8", "--format", "json", "--output", file];
      return measureProcess([cli, ...words, ...shard, ...report], options);
    });
    usages.push(...(await Promise.all(running)));
  });
  const merged = join(folder, "merged.json");
  await measureProcess([cli, "merge", ...files, "--format", "json", "--output", merged], { cwd: folder });
  // When it was made is another time.
  const report: unknown = JSON.parse(readFileSync(merged, "utf8"), (key, value: unknown) =>
    key === "made" ? undefined : value,
  );
  return { seconds, usages, report };
}

/** @throws if a host was asked more or less often than promised */
function refuseOther({ words, ...promised }: Step, before: readonly Counts[], after: readonly Counts[]): void {
  for (const key of ["reads", "commits"] as const) {
    const times = after.map((one, at) => one[key] - (before[at]?.[key] ?? NaN));
    if (times.some((count) => count !== promised[key]))
      throw new Error(`${words.join(" ")}: ${String(times)} ${key}, not ${promised[key]} a host`);
  }
}

/** The same work in one process and in several. @throws if a report differs */
export async function shards(say: Say, hosts = 2000, processes = 8, pools = 10): Promise<void> {
  say(`${hosts} hosts x ${pools} pools over SSH on loopback, each host read and committed as often as in one process`);
  const one = await measure(hosts, 1, pools);
  const several = await measure(hosts, processes, pools);
  for (const [at, { words }] of steps.entries()) {
    const [alone, shared] = [one[at], several[at]];
    if (alone === undefined || shared === undefined) throw new Error("not measured");
    if (JSON.stringify(alone.report) !== JSON.stringify(shared.report))
      throw new Error(`${words.join(" ")}: the merged report is not that of one process`);
    say(`${words[0] ?? ""}: 1 process ${describe(alone)}; ${processes} processes ${describe(shared)}; the same report`);
  }
}

function describe({ seconds, usages }: Measured): string {
  const processor = usages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
  const memory = Math.max(...usages.map(({ megabytes }) => megabytes));
  return `${seconds.toFixed(1)} s, processor ${processor.toFixed(1)} s, peak memory ${memory.toFixed(0)} MB${usages.length > 1 ? " each" : ""}`;
}

if (process.argv[1] === import.meta.filename) {
  const [hosts = 2000, processes = 8, pools = 10] = process.argv.slice(2).map(Number);
  await shards(print, hosts, processes, pools);
}
