// A temporary Pulumi project with a file backend and an applicationHost.config of its own, for the demo and the bench.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A real server's configuration where it is at hand, else the project's own sample. */
export function serverConfig() {
  const real = join(root, "../shared/reference/applicationHost/server-2012r2.config");
  return existsSync(real) ? real : join(root, "examples/basic/applicationHost.config");
}

function findCli() {
  const { status, stdout } = spawnSync(process.execPath, [join(root, "tools/pulumi-cli/find.mts")], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) process.exit(1);
  return stdout.trim();
}

/**
 * Makes the project, with a stack `demo` whose resources are on the project's own copy of the configuration.
 *
 * @param {(folder: string) => void} fill puts Pulumi.yaml and the program into the project's folder.
 */
export function offlineProject(fill) {
  const cli = findCli();
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-offline-"));
  const configFile = join(folder, "applicationHost.config");
  const log = join(folder, "appcmd.jsonl");
  const env = {
    ...process.env,
    PATH: [cli, dirname(process.execPath), process.env.PATH].join(delimiter),
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "offline",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    NO_COLOR: "1",
    APPCMD_EMULATOR_IIS: "8.5",
    APPCMD_EMULATOR_LOG: log,
  };

  /** Runs a program in the project and answers what it printed; throws where it fails. */
  function run(file, args, extraEnv = {}) {
    const child = spawnSync(file, args, {
      cwd: folder,
      env: { ...env, ...extraEnv },
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    const output = `${child.stdout}${child.stderr}`;
    if (child.status !== 0)
      throw new Error(`${[file, ...args].join(" ")} ended with exit code ${child.status}\n${output}`);
    return output;
  }

  mkdirSync(join(folder, "home"));
  mkdirSync(join(folder, "state"));
  cpSync(serverConfig(), configFile);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), "{}");
  fill(folder);
  const pulumi = (...args) => run(join(cli, "pulumi"), [...args, "--stack", "demo", "--non-interactive"]);
  run(join(cli, "pulumi"), ["stack", "init", "demo", "--non-interactive"]);
  pulumi("config", "set", "iis:configFile", configFile);

  return {
    folder,
    configFile,
    /** Runs the Pulumi CLI on the stack. */
    pulumi,
    /** Runs appcmd as an administrator would, uncounted. */
    appcmd: (...args) =>
      run(process.execPath, [join(root, "dist/emulator/main.js"), ...args], {
        APPCMD_EMULATOR_CONFIG: configFile,
        APPCMD_EMULATOR_LOG: "",
      }),
    /** What appcmd was asked since the last time. */
    takeCalls() {
      if (!existsSync(log)) return [];
      const lines = readFileSync(log, "utf8").split("\n").filter(Boolean);
      rmSync(log);
      return lines.map((line) => JSON.parse(line));
    },
    dispose: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
