// The figures that the project promises, measured: npm run bench [-- part …], written to bench/results.md. Compare ratios,
// not single times. The comparison with peers takes a quarter of an hour. With --against <commit> the parts start, emulator, plugin,
// plan and read are compared with another commit instead, and the table is printed alone.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { repository as root, serverConfig } from "../tools/workspace/places.mts";
import { makeWorkspace } from "../tools/workspace/workspace.mts";
import { compareWith } from "./against/compare.mjs";
import { works } from "./against/works.mjs";
import { fleet } from "./fleet.mjs";
import { busyUpdates } from "./busy.mjs";
import { median } from "./lib/median.mjs";
import { twelveSettings } from "./lib/twelve-settings.mjs";
import { parseRatio } from "./parse.mjs";
import { comparePeers } from "./peers/run.mjs";
import { renderComparison } from "./peers/table.mjs";
import { planRatio } from "./plan.mjs";
import { pluginRatio } from "./plugin.mjs";

const require = createRequire(import.meta.url);
const lines = [];
const say = (text) => {
  lines.push(text);
  process.stdout.write(`${text}\n`);
};

function project(program) {
  const applicationHost = readFileSync(serverConfig(), "utf8");
  return makeWorkspace({ program, applicationHost, env: { APPCMD_EMULATOR_IIS: "8.5" } });
}

function pools(count, args) {
  return `const iis = require("pulumi-iis");
for (let i = 0; i < ${count}; i++) new iis.AppPool("pool-" + i, ${args});`;
}

const noOp = (count) => `const pulumi = require("@pulumi/pulumi");
const provider = { check: async (olds, news) => ({ inputs: news }), diff: async () => ({ changes: false }), create: async (inputs) => ({ id: "1", outs: inputs }) };
class Pool extends pulumi.dynamic.Resource {}
for (let i = 0; i < ${count}; i++) new Pool(provider, "pool-" + i, { name: "pool-" + i, queueLength: 2000, processModel: { idleTimeout: "00:05:00" } });`;

/** Says what appcmd was asked since the last time. */
function report(what, workspace) {
  const calls = workspace.emulatorCalls();
  workspace.resetEmulatorLog();
  const commits = calls.filter(({ commit }) => commit).length;
  const reads = calls.filter(({ argv }) => argv[0] === "list").length;
  say(`${what}: ${calls.length} appcmd processes (${reads} reads), ${commits} commits`);
  return calls;
}

async function seconds(work) {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

async function unchangedAndChanged() {
  const bench = await project(pools(100, twelveSettings(2000)));
  try {
    const up = ["up", "--yes", "--skip-preview", "--parallel", "100"];
    await bench.run(up);
    report("100 new pools with 12 settings each, up --parallel 100", bench);
    await bench.run(["preview"]);
    report("100 unchanged pools, preview (one phase)", bench);
    await bench.run(["up", "--yes"]);
    report("100 unchanged pools, up (two phases)", bench);
    bench.write("index.js", pools(100, twelveSettings(3000)));
    await bench.run(up);
    const calls = report("100 pools with 12 changes each, up --skip-preview --parallel 100", bench);
    const edits = calls
      .filter(({ commit }) => commit)
      .flatMap(({ argv }) => argv.filter((text) => text.includes("name=")));
    const { commandLineLength } = require(join(root, "dist/provider/quoting/quote.js"));
    const length = commandLineLength(edits);
    say(
      `  its ${edits.length} edits are ${length} characters: ${Math.ceil(length / 29_900)} commits at Windows' 30,000, at least`,
    );
  } finally {
    await bench.dispose();
  }
}

async function previewRatio(runs) {
  const ours = await project(pools(200, '{ queueLength: 2000, processModel: { idleTimeout: "5m" } }'));
  const theirs = await project(noOp(200));
  try {
    for (const one of [ours, theirs]) await one.run(["up", "--yes", "--skip-preview", "--parallel", "100"]);
    const preview = (one) => seconds(() => one.run(["preview"]));
    const pairs = await repeat(runs, async () => [await preview(ours), await preview(theirs)]);
    const ratio = median(pairs.map(([a, b]) => a / b));
    const [a, b] = [0, 1].map((index) => median(pairs.map((pair) => pair[index])).toFixed(2));
    say(
      `preview of 200 unchanged pools: median ${a} s, no-op dynamic provider ${b} s, ratio (pair by pair) ${ratio.toFixed(2)}`,
    );
  } finally {
    await ours.dispose();
    await theirs.dispose();
  }
}

async function emulatorRatio(runs) {
  const bench = await project("");
  try {
    const env = { ...process.env, APPCMD_EMULATOR_CONFIG: bench.configFile };
    const emulator = join(root, "dist/emulator/main.js");
    const time = (args) => seconds(() => spawnSync(process.execPath, args, { env, stdio: "ignore" }));
    const pairs = await repeat(runs, async () => [
      await time([emulator, "list", "apppool", "/config:*", "/xml"]),
      await time(["-e", "0"]),
    ]);
    say(`list apppool /config:* /xml against node -e 0: ratio ${median(pairs.map(([a, b]) => a / b)).toFixed(2)}`);
  } finally {
    await bench.dispose();
  }
}

async function startRatio(runs) {
  const program = join(root, "dist/provider/cli/bin.js");
  const time = (args) => seconds(() => spawnSync(process.execPath, args, { stdio: "ignore" }));
  const pairs = await repeat(runs, async () => [await time([program, "--version"]), await time(["-e", "0"])]);
  say(`iispools --version against node -e 0: ratio ${median(pairs.map(([a, b]) => a / b)).toFixed(2)}`);
}

async function repeat(runs, work) {
  const results = [];
  for (let run = 0; run < runs; run++) results.push(await work());
  return results;
}

/** A plan of one host without the process of appcmd, here the emulator, which it waits for. */
function planStartRatio(runs) {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-bench-"));
  try {
    const configFile = join(folder, "applicationHost.config");
    copyFileSync(join(root, "examples/basic/applicationHost.config"), configFile);
    const host = "hosts: { web-01: { configFile: ./applicationHost.config } }";
    writeFileSync(
      join(folder, "pools.yaml"),
      `version: 1\n${host}\npools: { DefaultAppPool: { queueLength: 2000 } }\n`,
    );
    const env = { ...process.env, APPCMD_EMULATOR_CONFIG: configFile };
    const time = (...args) => {
      const start = process.hrtime.bigint();
      const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: "utf8" });
      if (status !== 0) throw new Error(stderr);
      return Number(process.hrtime.bigint() - start) / 1e9;
    };
    const rounds = Array.from({ length: runs }, () => [
      time(join(root, "dist/provider/cli/bin.js"), "plan"),
      time(join(root, "dist/emulator/main.js"), "list", "apppool", "/config:*", "/xml"),
      time("-e", "0"),
    ]);
    const ratio = median(rounds.map(([plan, appcmd, node]) => (plan - appcmd) / node));
    say(
      `iispools plan of one host, without its appcmd process, against node -e 0: ratio ${ratio.toFixed(2)}, 2.0 is the goal`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The parts of results.md, in its order. */
const parts = {
  parse: () => parseRatio(9, say),
  emulator: () => emulatorRatio(21),
  start: async () => {
    await startRatio(21);
    planStartRatio(21);
  },
  plan: () => planRatio(5, say),
  commits: unchangedAndChanged,
  busy: () => busyUpdates(20, say),
  preview: () => previewRatio(7),
  plugin: () => pluginRatio(7, say),
  fleet: () => fleet(say),
  peers: () => say(renderComparison(comparePeers())),
};

const results = join(root, "bench/results.md");

/** The sections of the file as they are, by their names: a part that is not measured now stays. */
function earlierSections() {
  if (!existsSync(results)) return new Map();
  const [, ...sections] = readFileSync(results, "utf8").split(/^## /m);
  return new Map(sections.map((section) => [section.slice(0, section.indexOf("\n")), section]));
}

const { values, positionals } = parseArgs({ options: { against: { type: "string" } }, allowPositionals: true });
const known = Object.keys(values.against === undefined ? parts : works);
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) throw new Error(`no part ${unknown.join(", ")}; there are ${known.join(", ")}`);
const asked = positionals.length > 0 ? positionals : known;

async function writeFigures() {
  const sections = earlierSections();
  const machine = `${cpus().length} cores, ${process.platform}, Node ${process.version}`;
  for (const name of asked) {
    lines.length = 0;
    await parts[name]();
    const text = lines.join("\n").includes("| ---")
      ? lines.join("\n")
      : lines.flatMap((text) => text.split("\n").map((line) => `- ${line.trim()}`)).join("\n");
    sections.set(name, `${name}\n\n${new Date().toISOString().slice(0, 10)}, ${machine}\n\n${text}\n\n`);
    const ordered = Object.keys(parts).flatMap((known) => (sections.has(known) ? [`## ${sections.get(known)}`] : []));
    const head = "# Measured\n\nWritten by `npm run bench`. Ratios are of the same run; times alone say little.\n\n";
    writeFileSync(results, `${head}${ordered.join("").trimEnd()}\n`);
  }
}

if (values.against === undefined) await writeFigures();
else await compareWith(values.against, asked, root, (text) => process.stdout.write(`${text}\n`));
