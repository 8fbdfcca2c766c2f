// Pulumi projects in temporary folders, run by the real Pulumi CLI, each with its own state and its own IIS: for the demo, the
// benchmarks and the end-to-end tests.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { cliFolder, compiledFolder, emulatorMain, nodeFolder } from "./places.mts";
import { Processes, type RunResult } from "./processes.mts";
import { copyProject, makeProject, type Language, type ProjectPlaces } from "./project.mts";
import { configureStack, makeStack, readState, stackName } from "./stack.mts";

export type { RunResult };

/** One run of the emulator, as it logs itself. */
export interface EmulatorCall {
  readonly argv: readonly string[];
  readonly exitCode: number;
  readonly bytes: number;
  /** Whether it wrote applicationHost.config. */
  readonly commit: boolean;
  readonly pid: number;
  readonly ms: number;
}

/** How one run of the CLI differs from the usual. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** A run that must fail: then a success throws. By default a failure throws, with all that the CLI said. */
  readonly expectFailure?: boolean;
  /** The moment at which the CLI is interrupted, as by Ctrl-C. */
  readonly interrupt?: Promise<unknown>;
}

/** What a project is made of. */
export interface WorkspaceOptions {
  /** Text of the program, `index.js` or `index.ts`. Omitted for a copy of an example. */
  readonly program?: string;
  /** @default "js", which starts some 4 s sooner */
  readonly language?: Language;
  /** A folder of this repository that holds a Pulumi project: its copy takes the place of the program. */
  readonly example?: string;
  /** Completes the project's folder before its stack is made. */
  readonly fill?: (dir: string) => void;
  /** More environment of every run. */
  readonly env?: Readonly<Record<string, string>>;
  /** Folders of further programs, for example language hosts, on the PATH of every run. */
  readonly path?: readonly string[];
  /** Text of the `applicationHost.config` that the stack's `iis:configFile` names. */
  readonly applicationHost: string;
  /** More stack config, with full keys such as "iis:host". */
  readonly config?: Readonly<Record<string, string>>;
  /** Stack config that is encrypted. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Where the state lies, as `PULUMI_BACKEND_URL` takes it. @default a folder of the project */
  readonly backend?: string;
}

/** A temporary Pulumi project with a stack `test`. */
export interface Workspace {
  /** The project's folder, the working folder of every run. */
  readonly dir: string;
  /** The copy of applicationHost.config. */
  readonly configFile: string;
  /** Runs `pulumi <args>` without questions. */
  run(args: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** Writes a file of the project, for example a changed program. */
  write(file: string, text: string): void;
  /** The emulator's runs since the start or the last reset; not those of {@link appcmd}. */
  emulatorCalls(): EmulatorCall[];
  resetEmulatorLog(): void;
  /** Every provider call as the engine logs it, when a run had `env: workspace.grpcLogging`. */
  grpcCalls(): unknown[];
  /** Environment that makes the engine log its provider calls. */
  readonly grpcLogging: Readonly<Record<string, string>>;
  /** What applicationHost.config holds now. */
  configText(): string;
  /** Runs the emulator as an administrator at the host would. */
  appcmd(...args: readonly string[]): { exitCode: number; stdout: string };
  /** Sets keys of the stack's config, such as "iis:host", and removes those that are undefined. */
  configure(config: Readonly<Record<string, string | undefined>>): void;
  /** The stack's state, as `pulumi stack export` prints it; secrets in it stay encrypted. */
  exportStack(): Promise<unknown>;
  /** Ends every process that still works for this project and removes it. */
  dispose(): Promise<void>;
}

/** Makes a project, its stack `test` and the stack's config. Give it back with {@link Workspace.dispose}. */
export async function makeWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const cli = await cliFolder();
  const { program = "", language = "js", example, path = [], applicationHost } = options;
  const places =
    example === undefined ? makeProject(program, language, applicationHost) : copyProject(example, applicationHost);
  const { backend, fill, secrets, env } = options;
  const workspace = new TemporaryWorkspace(places, cli, { ...environment(places, [cli, ...path], backend), ...env });
  try {
    fill?.(places.dir);
    configureStack(places, { "iis:configFile": places.configFile, ...options.config });
    if (backend === undefined) makeStack(places);
    else await workspace.run(["stack", "init", stackName]);
    if (secrets !== undefined) {
      const flags = Object.entries(secrets).flatMap(([key, value]) => ["--secret", `${key}=${value}`]);
      await workspace.run(["config", "set-all", ...flags]);
    }
    return workspace;
  } catch (error) {
    await workspace.dispose();
    throw error;
  }
}

class TemporaryWorkspace implements Workspace {
  readonly dir: string;
  readonly configFile: string;
  readonly grpcLogging: Readonly<Record<string, string>>;
  private readonly processes: Processes;
  private readonly places: ProjectPlaces;
  private readonly cli: string;
  private readonly env: NodeJS.ProcessEnv;

  constructor(places: ProjectPlaces, cli: string, env: NodeJS.ProcessEnv) {
    this.places = places;
    this.cli = cli;
    this.env = env;
    this.dir = places.dir;
    this.configFile = places.configFile;
    this.grpcLogging = { PULUMI_DEBUG_GRPC: places.grpcLog };
    this.processes = new Processes(places.dir);
  }

  async run(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    const pulumi = join(this.cli, "pulumi");
    const env = { ...this.env, ...options.env };
    const result = await this.processes.run(pulumi, [...args, "--non-interactive"], env, options.interrupt);
    if ((result.exitCode !== 0) === (options.expectFailure ?? false)) return result;
    const wanted = options.expectFailure ? "was to fail, but did not" : `ended with exit code ${result.exitCode}`;
    throw new Error(`pulumi ${args.join(" ")} ${wanted}\n${result.stdout}${result.stderr}`);
  }

  write(file: string, text: string): void {
    const path = join(this.dir, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  emulatorCalls(): EmulatorCall[] {
    return readJsonLines(this.places.emulatorLog) as EmulatorCall[];
  }

  resetEmulatorLog(): void {
    rmSync(this.places.emulatorLog, { force: true });
  }

  grpcCalls(): unknown[] {
    return readJsonLines(this.places.grpcLog);
  }

  configText(): string {
    return readFileSync(this.configFile, "utf8");
  }

  appcmd(...args: readonly string[]): { exitCode: number; stdout: string } {
    const env: NodeJS.ProcessEnv = { ...this.env, APPCMD_EMULATOR_CONFIG: this.configFile };
    delete env.APPCMD_EMULATOR_LOG;
    const ended = spawnSync(process.execPath, [emulatorMain, ...args], { cwd: this.dir, env, encoding: "utf8" });
    if (ended.error) throw ended.error;
    if (ended.status === null) throw new Error(`appcmd ${args.join(" ")} was ended by ${String(ended.signal)}`);
    return { exitCode: ended.status, stdout: ended.stdout };
  }

  configure(config: Readonly<Record<string, string | undefined>>): void {
    configureStack(this.places, config);
  }

  async exportStack(): Promise<unknown> {
    const state = readState(this.places);
    if (state !== undefined) return state;
    const { stdout } = await this.run(["stack", "export"]);
    return JSON.parse(stdout) as unknown;
  }

  async dispose(): Promise<void> {
    await this.processes.endAll();
    rmSync(this.places.root, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** This process's environment, without what would reach into the test, plus that of an offline run. */
function environment(
  places: ProjectPlaces,
  path: readonly string[],
  backend = `file://${places.state}`,
): NodeJS.ProcessEnv {
  const foreign = /^(PULUMI_|APPCMD_|IIS_|NODE_OPTIONS$|NODE_ENV$|JEST_)/;
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
    PATH: [...path, nodeFolder(), process.env.PATH].join(delimiter),
    TMPDIR: places.temporary,
    PULUMI_HOME: places.home,
    PULUMI_BACKEND_URL: backend,
    PULUMI_STACK: stackName,
    PULUMI_CONFIG_PASSPHRASE: "e2e",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_SKIP_CONFIRMATIONS: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    NO_COLOR: "1",
    // Node.js keeps there what it has compiled of Pulumi's SDK, which each run loads twice.
    NODE_COMPILE_CACHE: compiledFolder,
    APPCMD_EMULATOR_LOG: places.emulatorLog,
  };
}

function readJsonLines(file: string): unknown[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as unknown);
}
