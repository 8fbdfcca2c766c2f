// Changes of 100 pools with 12 settings each on a busy machine: eight busy loops, and a process that writes to the disk, run beside
// the engine. node bench/busy.mjs [runs] (after npm run build). Takes a minute or more a run.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { repository as root, serverConfig } from "../tools/workspace/places.mts";
import { makeWorkspace } from "../tools/workspace/workspace.mts";
import { twelveSettings } from "./lib/twelve-settings.mjs";

const loops = 8;
const pools = 100;
const most = { commits: 2, processes: 5 };

const busyLoop = "for (;;);";
const diskWriter = `const { writeFileSync, openSync, fsyncSync, closeSync } = require("node:fs");
const block = Buffer.alloc(16 * 1024 * 1024, 1);
for (;;) {
  const file = openSync("written", "w");
  writeFileSync(file, block);
  fsyncSync(file);
  closeSync(file);
}`;

/** How a program declares the pools with each provider. */
const kinds = {
  "dynamic provider": {
    plugins: {},
    program: (queue) => `const iis = require("pulumi-iis");
for (let i = 0; i < ${pools}; i++) new iis.AppPool("pool-" + i, ${twelveSettings(queue)});`,
  },
  plugin: {
    plugins: { plugins: { providers: [{ name: "iis", path: join(root, "plugin") }] } },
    program: (queue) => `const { CustomResource } = require("@pulumi/pulumi");
for (let i = 0; i < ${pools}; i++)
  new CustomResource("iis:index:AppPool", "pool-" + i, { name: "pool-" + i, ...${twelveSettings(queue)} });`,
  },
};

/** Runs the work with the load beside it, and ends the load, process by process. */
async function underLoad(work) {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-busy-"));
  const programs = [...Array.from({ length: loops }, () => busyLoop), diskWriter];
  const load = programs.map((program) => spawn(process.execPath, ["-e", program], { cwd: folder, stdio: "ignore" }));
  try {
    return await work();
  } finally {
    for (const one of load) one.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function updates(kind, runs, parallel) {
  const { plugins, program } = kinds[kind];
  const applicationHost = readFileSync(serverConfig(), "utf8");
  const made = await makeWorkspace({ program: program(2000), applicationHost, env: { APPCMD_EMULATOR_IIS: "8.5" } });
  const up = ["up", "--yes", "--skip-preview", ...parallel];
  const results = [];
  try {
    const project = { name: "e2e", runtime: { name: "nodejs", options: { typescript: false } }, ...plugins };
    made.write("Pulumi.yaml", JSON.stringify(project));
    await made.run(up);
    for (let run = 1; run <= runs; run++) {
      made.write("index.js", program(run % 2 === 1 ? 3000 : 2000));
      made.resetEmulatorLog();
      await underLoad(() => made.run(up));
      const calls = made.emulatorCalls();
      const words = calls.map(({ argv, commit }) => (commit ? "commit" : argv[0]));
      process.stderr.write(`${kind}, run ${run}: ${words.join(", ")}\n`);
      results.push({ processes: calls.length, commits: calls.filter(({ commit }) => commit).length });
    }
    return results;
  } finally {
    await made.dispose();
  }
}

/** Says how many appcmd processes and commits each run of `up --parallel 100` takes: 5 and 2 are promised, at most. */
export async function busyUpdates(runs, say) {
  for (const kind of Object.keys(kinds)) {
    const results = await updates(kind, runs, ["--parallel", "100"]);
    const met = results.filter(({ processes, commits }) => processes <= most.processes && commits <= most.commits);
    const counts = Map.groupBy(results, ({ processes, commits }) => `${processes} processes, ${commits} commits`);
    const list = [...counts].map(([what, some]) => `${what}: ${some.length} times`).sort();
    say(
      `${kind}, up --parallel 100 of ${pools} pools x 12 changes beside ${loops} busy loops and a disk writer:` +
        ` at most ${most.processes} processes and ${most.commits} commits in ${met.length} of ${runs} runs (${list.join("; ")})`,
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await busyUpdates(Number(process.argv[2] ?? 20), (text) => process.stdout.write(`${text}\n`));
