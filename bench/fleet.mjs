// Many hosts in one call, the engine alone: node bench/fleet.mjs (after npm run build). Every host answers at once, from memory.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const file = fileURLToPath(import.meta.url);
const root = dirname(dirname(file));
const load = (module) => require(join(root, "dist/provider", `${module}.js`));

/** What `list apppool /config:* /xml` prints of so many pools with that queue length. */
function listing(pools, queueLength) {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-bench-"));
  try {
    const sample = readFileSync(join(root, "examples/basic/applicationHost.config"), "utf8");
    const added = Array.from(
      { length: pools },
      (_, index) => `<add name="Pool ${index}" queueLength="${queueLength}" />`,
    );
    const configFile = join(folder, "applicationHost.config");
    writeFileSync(configFile, sample.replace('<add name="DefaultAppPool" />', added.join("\n            ")));
    const env = { ...process.env, APPCMD_EMULATOR_CONFIG: configFile };
    const emulator = join(root, "dist/emulator/main.js");
    return spawnSync(process.execPath, [emulator, "list", "apppool", "/config:*", "/xml"], { env }).stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A host that has what `answers` say before and after the first write, and counts what it is asked. */
function host(name, answers, counts) {
  let isWritten = false;
  const exec = ([verb]) => {
    counts[verb === "list" ? "reads" : "commits"] += 1;
    if (verb !== "list") isWritten = true;
    const stdout = verb === "list" ? answers[isWritten ? "after" : "before"].toString("utf8") : "";
    return Promise.resolve({ exitCode: 0, stdout });
  };
  const { commandLineLength } = load("quoting/quote");
  return { host: name, key: name, maxCommandLength: 30_000, commandLength: commandLineLength, exec };
}

function declared(hosts, pools) {
  const lines = [
    "version: 1",
    "hosts:",
    ...Array.from({ length: hosts }, (_, index) => `  web-${index}: {}`),
    "defaults: { queueLength: 2000 }",
    "pools:",
    ...Array.from({ length: pools }, (_, index) => `  Pool ${index}: {}`),
    "overrides: { web-0: { pools: { Pool 0: { startMode: OnDemand } } } }",
  ];
  return `${lines.join("\n")}\n`;
}

function loadFiles(text) {
  const { loadPoolFiles } = load("model/load-pool-files");
  const fileSystem = { kindOf: () => "file", listFolder: () => [], readFile: () => Buffer.from(text) };
  const options = { cwd: "/", env: {}, secrets: "required", checkConnection: () => [], fileSystem };
  const { files, faults } = loadPoolFiles(["pools.yaml"], options);
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  return files;
}

async function timed(work) {
  const start = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - start) / 1000 };
}

async function measure(hosts, pools) {
  const [before, after] = [listing(pools, 1000), listing(pools, 2000)];
  const text = declared(hosts, pools);
  const loaded = await timed(() => loadFiles(text));
  const { wantedOf } = load("plan/wanted");
  const { onEachHost } = load("engine/hosts");
  const { prepareHost } = load("engine/plan-host");
  const { applyPlan } = load("engine/apply-plan");
  const plan = (transports) =>
    onEachHost(transports, 8, (one) => prepareHost(one, wantedOf(loaded.value, one.host))).then((results) =>
      results.map(({ ok, value, error }) => {
        if (!ok) throw error;
        return value;
      }),
    );
  const fleet = (answers, counts) =>
    Array.from({ length: hosts }, (_, index) => ({ name: `web-${index}`, ...host(`web-${index}`, answers, counts) }));
  const counts = { same: { reads: 0, commits: 0 }, plan: { reads: 0, commits: 0 }, apply: undefined };
  const same = await timed(() => plan(fleet({ before: after, after }, counts.same)));
  if (same.value.some(({ requests }) => requests.length > 0)) throw new Error("something differs");
  const transports = fleet({ before, after }, counts.plan);
  const planned = await timed(() => plan(transports));
  counts.apply = { ...counts.plan };
  const targets = transports.map((transport, index) => ({
    name: transport.name,
    transport,
    planned: planned.value[index],
  }));
  const applied = await timed(() =>
    applyPlan(targets, {
      ...{ backup: false, rollbackOnError: false, parallel: 8 },
      ...{ now: () => new Date(), signal: new AbortController().signal },
    }),
  );
  if (!applied.value.every(({ ok, value }) => ok && value.applied.length === pools)) throw new Error("not applied");
  const since = { reads: counts.plan.reads - counts.apply.reads, commits: counts.plan.commits };
  return { loaded, same, planned, applied, counts: { same: counts.same, plan: counts.apply, apply: since } };
}

/** In a process of its own, whose memory is that of the fleet. */
export function fleet(say, hosts = 200, pools = 50) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, String(hosts), String(pools)], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  say(stdout.trimEnd());
}

if (process.argv[1] === file) {
  const [hosts, pools] = [Number(process.argv[2] ?? 200), Number(process.argv[3] ?? 50)];
  const { loaded, same, planned, applied, counts } = await measure(hosts, pools);
  const told = (what, { seconds }, { reads, commits }) =>
    `${what} ${seconds.toFixed(2)} s, ${reads} reads, ${commits} commits`;
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(
    `${[
      `${hosts} hosts x ${pools} pools, hosts that answer at once: files read in ${loaded.seconds.toFixed(2)} s`,
      told("  unchanged, plan:", same, counts.same),
      told("  one change in each pool, plan:", planned, counts.plan),
      told("  its apply, which looks before and after the write:", applied, counts.apply),
      `  peak memory of the process ${memory} MB`,
    ].join("\n")}\n`,
  );
}
