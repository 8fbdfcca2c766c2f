// A plan for many pools against the two parsers alone: node bench/plan.mts (after npm run build).
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { print, repeat, runNode, secondsOf, type Say } from "./lib/measure.mts";
import { capturedPool, listOf } from "./lib/pools.mts";
import { medianOf } from "./lib/statistics.mts";

/** A pool of the file with twenty attributes; what is written from `number` on makes each of its own. */
function declaredPool(number: number): string {
  return `  Pool ${number}:
    queueLength: ${1000 + (number % 5000)}
    autoStart: true
    enable32BitAppOnWin64: ${number % 2 === 0}
    managedRuntimeVersion: ""
    managedPipelineMode: Integrated
    startMode: OnDemand
    processModel:
      idleTimeout: ${number % 60}m
      maxProcesses: 1
      pingingEnabled: true
      pingInterval: 30s
      shutdownTimeLimit: 90s
      startupTimeLimit: 90s
      loadUserProfile: true
    recycling:
      logEventOnRecycle: [Time, Memory, PrivateMemory]
      periodicRestart:
        time: 0s
        requests: ${number}
        privateMemory: ${number % 10 === 0 ? "2GB" : "1.5GB"}
        schedule: ["03:00"]
    failure:
      rapidFailProtectionMaxCrashes: 5
      rapidFailProtectionInterval: 5m
`;
}

/** The same pool as the server has it: of every tenth the file wants another memory limit. */
function livePool(pool: string, number: number): string {
  return pool
    .replaceAll("DefaultAppPool", `Pool ${number}`)
    .replace('queueLength="1000"', `queueLength="${1000 + (number % 5000)}"`)
    .replace(/enable32BitAppOnWin64="\w+"/, `enable32BitAppOnWin64="${number % 2 === 0}"`)
    .replace(/managedRuntimeVersion="[^"]*"/, 'managedRuntimeVersion=""')
    .replace(/idleTimeout="[^"]*"/, `idleTimeout="00:${String(number % 60).padStart(2, "0")}:00"`)
    .replace(/loadUserProfile="\w+"/, 'loadUserProfile="true"')
    .replace(/logEventOnRecycle="[^"]*"/, 'logEventOnRecycle="Time, Memory, PrivateMemory"')
    .replace(/ time="1.05:00:00"/, ' time="00:00:00"')
    .replace(/requests="0"/, `requests="${number}"`)
    .replace('privateMemory="0"', 'privateMemory="1572864"')
    .replace(/<schedule\s*\/>|<schedule>\s*<\/schedule>/, '<schedule><add value="03:00:00" /></schedule>');
}

/** Writes a pool file and the list of a server that differs from it in every tenth pool. */
export function writePlanInputs(folder: string, pools: number): void {
  mkdirSync(folder, { recursive: true });
  const captured = capturedPool();
  const numbers = Array.from({ length: pools }, (_, number) => number);
  writeFileSync(join(folder, "pools.yaml"), `version: 1\npools:\n${numbers.map(declaredPool).join("")}`);
  writeFileSync(join(folder, "list.xml"), listOf(numbers.map((number) => livePool(captured, number))));
}

/** What a process of this file measures: everything from the two texts on, the loading of modules included. */
const works = {
  async "two bare parsers"(folder: string): Promise<void> {
    const { parse } = await import("yaml");
    const { SaxesParser } = await import("saxes");
    parse(readFileSync(join(folder, "pools.yaml"), "utf8"));
    new SaxesParser().write(readFileSync(join(folder, "list.xml"), "utf8")).close();
  },
  async plan(folder: string): Promise<void> {
    const { loadPoolFiles } = await import("#dist/provider/pool-file/load/load-pool-files.js");
    const { planHost } = await import("#dist/provider/engine/prepare.js");
    const { desiredOn } = await import("#dist/provider/plan/change/desired.js");
    const { documentOf } = await import("#dist/provider/report/document/document.js");
    const { writeReport } = await import("#dist/provider/report/write-report.js");
    const options = { cwd: folder, env: {}, secrets: "required", checkConnection: () => [] } as const;
    const { files, faults } = loadPoolFiles(["pools.yaml"], options);
    const stdout = (): string => readFileSync(join(folder, "list.xml"), "utf8");
    const transport = {
      ...{ host: "local", key: "bench", maxCommandLength: 30_000 },
      exec: () => Promise.resolve({ exitCode: 0, stdout: stdout() }),
    };
    const plan = await planHost(transport, desiredOn(files, "local"));
    const report = { kind: "plan", hosts: [{ host: "local", ok: true, value: plan }], lint: [] } as const;
    const text = writeReport(documentOf(report), "text", { colour: false });
    if (faults.length > 0 || plan.changes.length * 10 !== files.pools.length || !text.includes("privateMemory"))
      throw new Error(`${faults.length} faults, ${plan.changes.length} changes`);
  },
};

type Work = keyof typeof works;

/** What one process needed for its work. */
interface Usage {
  readonly seconds: number;
  /** Peak memory. Some 25 MB of it are what Node reads TypeScript with. */
  readonly megabytes: number;
}

async function measure(work: Work, folder: string): Promise<Usage> {
  const seconds = await secondsOf(() => works[work](folder));
  return { seconds, megabytes: process.resourceUsage().maxRSS / 1024 };
}

function inFreshProcess(work: Work, folder: string): Usage {
  return JSON.parse(runNode([import.meta.filename, work, folder])) as Usage;
}

/** Says what a plan of 10,000 pools with 20 attributes each costs: 3 times the parsers and 600 MB are promised, at most. */
export async function planRatio(runs: number, say: Say): Promise<void> {
  const parent = mkdtempSync(join(tmpdir(), "pulumi-iis-bench-"));
  const [small, large] = [join(parent, "small"), join(parent, "large")];
  try {
    writePlanInputs(small, 1_000);
    writePlanInputs(large, 10_000);
    const rows = await repeat(runs, () => ({
      bare: inFreshProcess("two bare parsers", large),
      plan: inFreshProcess("plan", large),
      small: inFreshProcess("plan", small),
    }));
    const of = (figure: (row: (typeof rows)[number]) => number): string => medianOf(rows, figure).toFixed(2);
    say(
      `plan of 10,000 pools x 20 attributes, median of ${runs}: ${of(({ plan }) => plan.seconds)} s,` +
        ` the bare parsers of yaml and XML ${of(({ bare }) => bare.seconds)} s,` +
        ` ratio ${of(({ plan, bare }) => plan.seconds / bare.seconds)};` +
        ` peak memory ${of(({ plan }) => plan.megabytes)} MB;` +
        ` 10,000 against 1,000 pools: ${of(({ plan, small }) => plan.seconds / small.seconds)} times the time`,
    );
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  const [, , work, folder] = process.argv;
  if (folder === undefined) await planRatio(5, print);
  else print(JSON.stringify(await measure(work as Work, folder)));
}
