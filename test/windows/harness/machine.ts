import { spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleConfig, type Call } from "../../engine/offline-host";
import { nodeBinary } from "../../../tools/node-binaries/node-binary.mts";
import { callScript, type Answer, type Script, writeLibrary } from "./call-script";
import { compileAppcmd } from "./compile-appcmd";
import { endWine, makePrefix } from "./prefix";
import { wineEnvironment, wineVariables } from "./wine-environment";
import { windowsPath } from "./windows-path";

/** A Windows with IIS as far as this package sees it: `node.exe`, and an `appcmd.exe` where IIS has it. */
export interface WindowsMachine {
  readonly nodeExe: string;
  /** What makes a program run on it, and appcmd work on {@link configFile}; to be added to an environment. */
  readonly ownEnv: Readonly<Record<string, string>>;
  readonly configFile: string;
  configText(): string;
  /** Gives the server a configuration; by default that of the sample server. */
  reset(config?: string): void;
  /** What appcmd was called with since the last time. */
  takeCalls(): Call[];
  /**
   * Runs a function as a Windows process. Of the test's code it sees only its own text, the library and the input.
   *
   * @throws what the function throws, as an Error.
   */
  call<Input, Output>(script: Script<Input, Output>, input: Input, env?: NodeJS.ProcessEnv): Promise<Output>;
  /**
   * Runs a program of Windows, with these variables only, and what Wine needs. Below Wine no variable of Windows reaches a program by a
   * name of its own, so PATH is set by WINEPATH.
   */
  program(file: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<ProgramEnd>;
  dispose(): Promise<void>;
}

/** How a program ended. */
export interface ProgramEnd {
  readonly exitCode: number | null;
  /** Both outputs, in the order of their pieces. */
  readonly printed: string;
}

/** Sets up a Windows of a suite's own: a second, and ten more for the very first. */
export async function makeMachine(): Promise<WindowsMachine> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-iis-windows-")));
  const machine = new WineMachine(folder, await nodeBinary("win32-x64"));
  try {
    await makePrefix(machine.prefix);
    await compileAppcmd(machine.nodeExe, machine.prefix);
    machine.reset();
    return machine;
  } catch (error) {
    await machine.dispose();
    throw error;
  }
}

class WineMachine implements WindowsMachine {
  readonly prefix: string;
  readonly ownEnv: Readonly<Record<string, string>>;
  readonly configFile: string;
  private readonly log: string;
  private readonly running = new Set<Promise<unknown>>();
  private calls = 0;
  private library: Promise<void> | undefined;

  constructor(
    private readonly folder: string,
    readonly nodeExe: string,
  ) {
    this.prefix = join(folder, "windows");
    this.configFile = join(folder, "applicationHost.config");
    this.log = join(folder, "appcmd.jsonl");
    this.ownEnv = {
      ...wineVariables(this.prefix),
      APPCMD_EMULATOR_CONFIG: windowsPath(this.configFile),
      APPCMD_EMULATOR_LOG: windowsPath(this.log),
    };
  }

  configText(): string {
    return readFileSync(this.configFile, "utf8");
  }

  reset(config = readFileSync(sampleConfig, "utf8")): void {
    writeFileSync(this.configFile, config);
    rmSync(`${this.configFile}.runtime.json`, { force: true });
    rmSync(`${this.configFile}.backups`, { force: true, recursive: true });
    rmSync(this.log, { force: true });
  }

  takeCalls(): Call[] {
    if (!existsSync(this.log)) return [];
    const lines = readFileSync(this.log, "utf8").split("\n");
    rmSync(this.log);
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Call);
  }

  async call<Input, Output>(script: Script<Input, Output>, input: Input, env: NodeJS.ProcessEnv = {}): Promise<Output> {
    const place = join(this.folder, `call-${++this.calls}`);
    const answerFile = `${place}.json`;
    const library = join(this.folder, "library");
    await (this.library ??= writeLibrary(library));
    writeFileSync(`${place}.js`, callScript(script, input, library, windowsPath(answerFile)));
    const own = { ...wineEnvironment(this.prefix), ...this.ownEnv, ...env };
    const { printed } = await this.run(this.nodeExe, [windowsPath(`${place}.js`)], own);
    if (!existsSync(answerFile)) throw new Error(`the Windows process ended without an answer\n${printed}`);
    const answer = JSON.parse(readFileSync(answerFile, "utf8")) as Answer<Output>;
    if ("error" in answer) throw Object.assign(new Error(answer.error.message), answer.error);
    return answer.value;
  }

  program(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<ProgramEnd> {
    // HOME and PATH are Wine's own, for its loader; Windows programs see those of their Windows.
    const { HOME, PATH } = process.env;
    return this.run(file, args, { HOME, PATH, ...this.ownEnv, ...env });
  }

  /** A Windows program cannot write to a pipe of ours, so what it prints goes through a file. */
  private async run(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<ProgramEnd> {
    const printed = join(this.folder, `printed-${++this.calls}.txt`);
    const output = openSync(printed, "w");
    const ended = new Promise<number | null>((resolve, reject) => {
      const child = spawn("wine", [file, ...args], { cwd: this.folder, env, stdio: ["ignore", output, output] });
      child.on("error", reject);
      child.on("exit", resolve);
    });
    this.running.add(ended);
    const exitCode = await ended.finally(() => this.running.delete(ended));
    closeSync(output);
    return { exitCode, printed: readFileSync(printed, "utf8") };
  }

  async dispose(): Promise<void> {
    await endWine(this.prefix);
    await Promise.allSettled(this.running);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
