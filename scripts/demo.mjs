// The main job on a real server's configuration, step by step, with the real Pulumi engine and no Windows.
// npm run demo [-- --json <file>]: the file then holds what each step did, for the test that asserts it.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const realServer = join(root, "../shared/reference/applicationHost/server-2012r2.config");
const original = existsSync(realServer) ? realServer : join(root, "examples/basic/applicationHost.config");

const work = mkdtempSync(join(tmpdir(), "pulumi-iis-demo-"));
const configFile = join(work, "applicationHost.config");
const log = join(work, "appcmd.jsonl");
const results = [];

function findCli() {
  const { status, stdout } = spawnSync(process.execPath, [join(root, "scripts/pulumi-cli.mjs")], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) process.exit(1);
  return stdout.trim();
}

const cli = findCli();
const env = {
  ...process.env,
  PATH: [cli, dirname(process.execPath), process.env.PATH].join(delimiter),
  PULUMI_HOME: join(work, "home"),
  PULUMI_BACKEND_URL: `file://${join(work, "state")}`,
  PULUMI_CONFIG_PASSPHRASE: "demo",
  PULUMI_SKIP_UPDATE_CHECK: "true",
  PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  NO_COLOR: "1",
  APPCMD_EMULATOR_IIS: "8.5",
  APPCMD_EMULATOR_LOG: log,
};

/** Runs a program in the demo's project and answers what it printed. */
function run(file, args, extraEnv = {}) {
  const { status, stdout, stderr } = spawnSync(file, args, { cwd: work, env: { ...env, ...extraEnv }, encoding: "utf8" });
  const output = `${stdout}${stderr}`;
  if (status !== 0) {
    process.stdout.write(output);
    throw new Error(`${[file, ...args].join(" ")} ended with exit code ${status}`);
  }
  return output;
}

const pulumi = (...args) => run(join(cli, "pulumi"), [...args, "--stack", "demo", "--non-interactive"]);

function appcmd(...args) {
  return run(process.execPath, [join(root, "dist/emulator/main.js"), ...args], {
    APPCMD_EMULATOR_CONFIG: configFile,
    APPCMD_EMULATOR_LOG: "",
  });
}

/** What appcmd was asked since the last step. */
function takeCalls() {
  if (!existsSync(log)) return [];
  const lines = readFileSync(log, "utf8").split("\n").filter(Boolean);
  rmSync(log);
  return lines.map((line) => JSON.parse(line));
}

function step(title, command, work) {
  process.stdout.write(`\n${title}\n${"-".repeat(title.length)}\n$ ${command}\n`);
  const output = work();
  const calls = takeCalls();
  const commits = calls.filter(({ commit }) => commit).length;
  process.stdout.write(`${output.trimEnd()}\n\nappcmd processes: ${calls.length}, commits: ${commits}\n`);
  results.push({ title, output, processes: calls.length, commits });
}

try {
  mkdirSync(join(work, "home"));
  mkdirSync(join(work, "state"));
  cpSync(original, configFile);
  cpSync(join(root, "Pulumi.yaml"), join(work, "Pulumi.yaml"));
  cpSync(join(root, "examples/basic"), join(work, "examples/basic"), { recursive: true });
  writeFileSync(join(work, "package.json"), "{}");
  symlinkSync(join(root, "node_modules"), join(work, "node_modules"));
  run(join(cli, "pulumi"), ["stack", "init", "demo", "--non-interactive"]);
  pulumi("config", "set", "iis:configFile", configFile);

  process.stdout.write(`A copy of ${original === realServer ? "a real Windows Server 2012 R2's" : "the sample server's"} `);
  process.stdout.write("applicationHost.config, three pools declared in examples/basic/index.ts:\n\n");
  process.stdout.write(readFileSync(join(root, "examples/basic/index.ts"), "utf8"));

  step("1. pulumi up creates the three pools", "pulumi up --yes", () => pulumi("up", "--yes", "--suppress-progress"));
  step("2. a second up changes nothing", "pulumi up --yes", () => pulumi("up", "--yes", "--suppress-progress"));
  step(
    "3. someone changes a pool behind our back",
    'appcmd set apppool shop /queueLength:5000 /recycling.periodicRestart.privateMemory:0',
    () =>
      appcmd("set", "apppool", "shop", "/queueLength:5000", "/recycling.periodicRestart.privateMemory:0") +
      appcmd("set", "apppool", "api", "/processModel.idleTimeout:00:20:00"),
  );
  step("4. preview names exactly what drifted", "pulumi preview --refresh --diff", () =>
    pulumi("preview", "--refresh", "--diff", "--suppress-progress"),
  );
  step("5. up --refresh repairs it", "pulumi up --refresh --yes", () => pulumi("up", "--refresh", "--yes", "--suppress-progress"));
  const drifted = "queueLength of shop, which the program does not manage, stays as the administrator set it";
  process.stdout.write(`\n(${drifted}.)\n`);
  step("6. destroy removes the pools again", "pulumi destroy --yes", () => pulumi("destroy", "--yes", "--suppress-progress"));

  const title = "7. the file is the same as before, byte for byte";
  process.stdout.write(`\n${title}\n${"-".repeat(title.length)}\n$ diff original applicationHost.config\n`);
  const { status, stdout } = spawnSync("diff", [original, configFile], { encoding: "utf8" });
  process.stdout.write(`${stdout}${status === 0 ? "(no difference)" : ""}\n`);
  results.push({ title, output: stdout, identical: readFileSync(original).equals(readFileSync(configFile)) });
  if (status !== 0) process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  const json = process.argv.indexOf("--json");
  if (json > 0) writeFileSync(process.argv[json + 1], JSON.stringify(results, null, 2));
}
