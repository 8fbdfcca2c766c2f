// Changes of 100 pools with 12 settings each on a busy machine: eight busy loops, and a process that writes to the disk, run beside
// the engine. node bench/busy.mts [runs] (after npm run build). Takes a minute or more a run.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository as root, serverConfig } from "../tools/workspace/places.mts";
import { makeWorkspace } from "../tools/workspace/workspace.mts";
import { print, repeat, type Say } from "./lib/measure.mts";
import { twelveSettings } from "./lib/pools.mts";

const loops = 8;
const pools = 100;
/** Besides the backup that a run makes before its first write. */
const most = { commits: 2, processes: 5 };

/** As long as the process that started it runs, whose id is its argument: a loop outlives even one that was killed. */
const whileParentRuns = "while (process.ppid === Number(process.argv[1]))";
const busyLoop = `${whileParentRuns};`;
const diskWriter = `const { writeFileSync, openSync, fsyncSync, closeSync } = require("node:fs");
const block = Buffer.alloc(16 * 1024 * 1024, 1);
${whileParentRuns} {
  const file = openSync("written", "w");
  writeFileSync(file, block);
  fsyncSync(file);
  closeSync(file);
}`;

/** How a program declares the pools with a provider. */
interface Kind {
  /** More keys of Pulumi.yaml. */
  readonly project: object;
  readonly program: (queue: number) => string;
}

const kinds: Readonly<Record<string, Kind>> = {
  "dynamic provider": {
    project: {},
    program: (queue) => `const iis = require("pulumi-iis");
for (let i = 0; i < ${pools}; i++) new iis.AppPool("pool-" + i, ${twelveSettings(queue)});`,
  },
  plugin: {
    project: { plugins: { providers: [{ name: "iis", path: join(root, "plugin") }] } },
    program: (queue) => `const { CustomResource } = require("@pulumi/pulumi");
for (let i = 0; i < ${pools}; i++)
  new CustomResource("iis:index:AppPool", "pool-" + i, { name: "pool-" + i, ...${twelveSettings(queue)} });`,
  },
};

/** Runs the work with the load beside it, and ends the load, process by process. It ends too when this process does. */
export async function underLoad<T>(work: () => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-busy-"));
  const programs = [...Array.from({ length: loops }, () => busyLoop), diskWriter];
  const load = programs.map((program) =>
    spawn(process.execPath, ["-e", program, String(process.pid)], { cwd: folder, stdio: "ignore" }),
  );
  try {
    return await work();
  } finally {
    for (const one of load) one.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What appcmd was asked in one update. */
interface Counts {
  readonly backups: number;
  /** All others. */
  readonly processes: number;
  readonly commits: number;
}

async function updates(name: string, { project, program }: Kind, runs: number): Promise<Counts[]> {
  const applicationHost = readFileSync(serverConfig(), "utf8");
  const made = await makeWorkspace({ program: program(2000), applicationHost, env: { APPCMD_EMULATOR_IIS: "8.5" } });
  const up = ["up", "--yes", "--skip-preview", "--parallel", "100"];
  try {
    const runtime = { name: "nodejs", options: { typescript: false } };
    made.write("Pulumi.yaml", JSON.stringify({ name: "e2e", runtime, ...project }));
    await made.run(up);
    return await repeat(runs, async (run) => {
      made.write("index.js", program(run % 2 === 0 ? 3000 : 2000));
      made.resetEmulatorLog();
      await underLoad(() => made.run(up));
      const calls = made.emulatorCalls();
      const words = calls.map(({ argv, commit }) => (commit ? "commit" : argv[0]));
      process.stderr.write(`${name}, run ${run + 1}: ${words.join(", ")}\n`);
      const backups = calls.filter(({ argv: [verb, kind] }) => verb === "add" && kind === "backup").length;
      const commits = calls.filter(({ commit }) => commit).length;
      return { backups, processes: calls.length - backups, commits };
    });
  } finally {
    await made.dispose();
  }
}

/** Says how many appcmd processes and commits each run of `up --parallel 100` takes: 5 and 2 are promised, at most, and one backup besides. */
export async function busyUpdates(runs: number, say: Say): Promise<void> {
  for (const [name, kind] of Object.entries(kinds)) {
    const results = await updates(name, kind, runs);
    const met = results.filter(
      ({ backups, processes, commits }) => backups <= 1 && processes <= most.processes && commits <= most.commits,
    );
    const counts = Map.groupBy(
      results,
      ({ backups, processes, commits }) => `${processes} processes, ${commits} commits, ${backups} backups`,
    );
    const list = [...counts].map(([what, some]) => `${what}: ${some.length} times`).sort();
    say(
      `${name}, up --parallel 100 of ${pools} pools x 12 changes beside ${loops} busy loops and a disk writer:` +
        ` at most ${most.processes} processes and ${most.commits} commits besides one backup in ${met.length} of ${runs} runs (${list.join("; ")})`,
    );
  }
}

if (process.argv[1] === import.meta.filename) await busyUpdates(Number(process.argv[2] ?? 20), print);
