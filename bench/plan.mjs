// A plan for many pools against the two parsers alone: node bench/plan.mjs (after npm run build).
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./lib/median.mjs";

const require = createRequire(import.meta.url);
const file = fileURLToPath(import.meta.url);
const root = dirname(dirname(file));

/** A pool of the file with twenty attributes; what is written from `number` on makes each of its own. */
function declaredPool(number) {
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
function livePool(pool, number) {
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
export function writePlanInputs(folder, pools) {
  mkdirSync(folder, { recursive: true });
  const capture = readFileSync(join(root, "test/fixtures/list-apppool-config-all-iis-8.5.xml"), "utf8");
  const [pool] = /<APPPOOL[\s\S]*<\/APPPOOL>/.exec(capture) ?? [];
  const numbers = Array.from({ length: pools }, (_, number) => number);
  writeFileSync(join(folder, "pools.yaml"), `version: 1\npools:\n${numbers.map(declaredPool).join("")}`);
  const live = numbers.map((number) => livePool(pool, number)).join("\r\n");
  writeFileSync(
    join(folder, "list.xml"),
    `<?xml version="1.0" encoding="UTF-8"?>\r\n<appcmd>\r\n${live}\r\n</appcmd>\r\n`,
  );
}

/** What a process of this file measures: everything from the two texts on. */
const works = {
  async "two bare parsers"(folder) {
    const { parse } = require("yaml");
    const { SaxesParser } = require("saxes");
    parse(readFileSync(join(folder, "pools.yaml"), "utf8"));
    new SaxesParser().write(readFileSync(join(folder, "list.xml"), "utf8")).close();
  },
  async plan(folder) {
    const dist = join(root, "dist/provider");
    const { loadPoolFiles } = require(join(dist, "pool-file/load/load-pool-files.js"));
    const { planHost } = require(join(dist, "engine/prepare.js"));
    const { desiredOn } = require(join(dist, "plan/change/desired.js"));
    const { writeReport } = require(join(dist, "report/write-report.js"));
    const options = { cwd: folder, env: {}, secrets: "required", checkConnection: () => [] };
    const { files, faults } = loadPoolFiles(["pools.yaml"], options);
    const transport = {
      host: "local",
      key: "bench",
      maxCommandLength: 30_000,
      exec: async () => ({ exitCode: 0, stdout: readFileSync(join(folder, "list.xml"), "utf8") }),
    };
    const plan = await planHost(transport, desiredOn(files, "local"), {});
    const text = writeReport({ kind: "plan", hosts: [{ host: "local", ok: true, value: plan }], lint: [] }, "text", {
      colour: false,
    });
    if (faults.length > 0 || plan.changes.length * 10 !== files.pools.length || !text.includes("privateMemory"))
      throw new Error(`${faults.length} faults, ${plan.changes.length} changes`);
  },
};

async function measure(name, folder) {
  const start = process.hrtime.bigint();
  await works[name](folder);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  process.stdout.write(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024 }));
}

function inFreshProcess(name, folder) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [file, name, folder], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** Says what a plan of 10,000 pools with 20 attributes each costs: 3 times the parsers and 600 MB are promised, at most. */
export function planRatio(runs, say) {
  const folders = [1_000, 10_000].map((pools) => {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-bench-"));
    writePlanInputs(folder, pools);
    return folder;
  });
  try {
    const [small, large] = folders;
    const rows = Array.from({ length: runs }, () => ({
      bare: inFreshProcess("two bare parsers", large),
      plan: inFreshProcess("plan", large),
      small: inFreshProcess("plan", small),
    }));
    const of = (pick) => median(rows.map(pick)).toFixed(2);
    say(
      `plan of 10,000 pools x 20 attributes, median of ${runs}: ${of(({ plan }) => plan.seconds)} s,` +
        ` the bare parsers of yaml and XML ${of(({ bare }) => bare.seconds)} s,` +
        ` ratio ${of(({ plan, bare }) => plan.seconds / bare.seconds)};` +
        ` peak memory ${of(({ plan }) => plan.megabytes)} MB;` +
        ` 10,000 against 1,000 pools: ${of(({ plan, small }) => plan.seconds / small.seconds)} times the time`,
    );
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === file) {
  const [, , name, folder] = process.argv;
  if (name === undefined) planRatio(5, (text) => process.stdout.write(`${text}\n`));
  else await measure(name, folder);
}
