// Many hosts in one call, the engine alone: node bench/fleet.mjs [hosts] [pools] (after npm run build), once with hosts that
// answer at once, from memory, and once with hosts over SSH on loopback.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { hostsAtOnce, hostsOverSsh } from "./fleet-hosts.mjs";

const require = createRequire(import.meta.url);
const file = fileURLToPath(import.meta.url);
const root = dirname(dirname(file));
const load = (module) => require(join(root, "dist/provider", `${module}.js`));

const kinds = {
  "hosts that answer at once": hostsAtOnce,
  "hosts over SSH on loopback": hostsOverSsh,
};

function declared(hosts, pools) {
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

function loadFiles(text) {
  const { loadPoolFiles } = load("pool-file/load/load-pool-files");
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

/** Plans, applies and plans again. Answers the sentences that tell of it. */
async function measure(kind, hosts, pools) {
  const names = Array.from({ length: hosts }, (_, index) => `web-${index}`);
  const text = declared(names, pools);
  const { value: files, seconds } = await timed(() => loadFiles(text));
  const { transports, count, close } = await kinds[kind](names, pools);
  const lines = [`${hosts} hosts x ${pools} pools, ${kind}: files read in ${seconds.toFixed(2)} s`];
  let before = (await count()).map((one) => ({ ...one }));
  const tell = async (what, step, promised) => {
    const after = (await count()).map((one) => ({ ...one }));
    const since = (key) => after.map((one, index) => one[key] - before[index][key]);
    const sum = (key) => since(key).reduce((all, one) => all + one, 0);
    const most = (key) => Math.max(...since(key));
    for (const [key, times] of Object.entries(promised)) {
      if (sum(key) !== times * hosts || most(key) !== times)
        throw new Error(`${what} ${since(key)} ${key}, not ${times} a host`);
    }
    const connections = sum("connections") === 0 ? "" : `, ${sum("connections")} connections`;
    const reads = `${sum("reads")} reads (${most("reads")} a host)`;
    const commits = `${sum("commits")} commits (${most("commits")} a host)`;
    lines.push(`  ${what} ${step.seconds.toFixed(2)} s, ${reads}, ${commits}${connections}`);
    before = after;
  };
  const plan = () => planHosts(transports, files);
  const planned = await timed(plan);
  await tell("one change in each pool, plan:", planned, { reads: 1, commits: 0 });
  const applied = await timed(() => applyTo(transports, planned.value));
  if (!applied.value.every(({ ok, value }) => ok && value.applied.length === pools)) throw new Error("not applied");
  await tell("its apply, which looks before and after the write:", applied, { reads: 2, commits: 1 });
  const again = await timed(plan);
  if (again.value.some(({ requests }) => requests.length > 0)) throw new Error("something differs");
  await tell("unchanged, plan:", again, { reads: 1, commits: 0 });
  close();
  return [...lines, `  peak memory of the process ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`];
}

async function planHosts(transports, files) {
  const { desiredOn } = load("plan/change/desired");
  const { onEachHost } = load("engine/hosts");
  const { prepareHost } = load("engine/prepare");
  const results = await onEachHost(transports, 8, (one) => prepareHost(one, desiredOn(files, one.name)));
  return results.map(({ ok, value, error }) => {
    if (!ok) throw error;
    return value;
  });
}

function applyTo(transports, planned) {
  const { applyPlan } = load("engine/verbs/apply-plan");
  const targets = transports.map((transport, index) => ({
    name: transport.name,
    transport,
    planned: planned[index],
  }));
  return applyPlan(targets, {
    ...{ backup: false, rollbackOnError: false, parallel: 8 },
    ...{ now: () => new Date(), signal: new AbortController().signal },
  });
}

/** Each kind in a process of its own, whose memory is that of the fleet. */
export function fleet(say, hosts = 200, pools = 50) {
  for (const kind of Object.keys(kinds)) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [file, String(hosts), String(pools), kind], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    say(stdout.trimEnd());
  }
}

if (process.argv[1] === file) {
  const [hosts = "200", pools = "50", kind] = process.argv.slice(2);
  if (kind === undefined) fleet((text) => process.stdout.write(`${text}\n`), Number(hosts), Number(pools));
  else process.stdout.write(`${(await measure(kind, Number(hosts), Number(pools))).join("\n")}\n`);
}
