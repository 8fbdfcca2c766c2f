/** A folder of fake programs, a home and a cache, in which the scripts can be run without touching the machine's own. */
import { spawn, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

export const repository = resolve(__dirname, "../..");

const manifest = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
  devDependencies: { "@pulumi/pulumi": string };
};

/** The version of the CLI that this project wants. */
export const version = manifest.devDependencies["@pulumi/pulumi"];

/** The script that prints the folder of the CLI, or of named tools. */
export const findScript = "tools/pulumi-cli/find.mts";

/** How a script ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A script that was started. */
export interface Started {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Settles when the text has been printed on stdout or stderr; fails when the script ends without it. */
  printed(text: string): Promise<void>;
}

/** Settles as soon as a condition holds. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await wait(10);
}

/** Fake programs and a place to run the scripts in. */
export class Sandbox {
  readonly root = mkdtempSync(join(tmpdir(), "pulumi-iis-scripts-"));
  readonly cacheParent = join(this.root, "cache", "pulumi-iis", "pulumi");
  readonly cache = join(this.cacheParent, version);
  readonly lock = `${this.cache}.lock`;
  private readonly children = new Set<ChildProcess>();

  /** Writes an executable shell script and returns its folder. */
  program(path: string, body: string, interpreter = "/bin/sh"): string {
    const file = resolve(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!${interpreter}\n${body}\n`);
    chmodSync(file, 0o755);
    return dirname(file);
  }

  /** Makes a folder with a complete fake CLI and returns the folder. */
  cli(folder: string, says = `v${version}`): string {
    this.program(join(folder, "pulumi-language-nodejs"), ":");
    this.program(join(folder, "pulumi-resource-pulumi-nodejs"), ":");
    return this.program(join(folder, "pulumi"), `echo ${says}`);
  }

  /**
   * Makes a `go` that logs its builds, runs `body`, then writes what it was to build, and returns its folder. Asked where
   * a module lies, it says `module`.
   */
  go(options: { body?: string; goVersion?: string; builtSays?: string } = {}): string {
    const { body = ":", goVersion = "go1.99.0", builtSays = `v${version}` } = options;
    const script = [
      `if [ "$1" = env ]; then [ "$2" = GOVERSION ] && echo ${goVersion} || echo local; exit 0; fi`,
      `if [ "$1" = list ]; then echo ${this.file("module")}; exit 0; fi`,
      `echo "$PWD $*" >> ${this.file("go.log")}`,
      body,
      'while [ $# -gt 1 ]; do [ "$1" = -o ] && out=$2; shift; done',
      `{ echo '#!/bin/sh'; echo 'echo ${builtSays}'; } > "$out"`,
      '/bin/chmod +x "$out"',
    ];
    return this.program("go/go", script.join("\n"));
  }

  /** How often the fake `go` was asked to build. */
  goBuilds(): string[] {
    const log = this.file("go.log");
    return existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
  }

  file(name: string): string {
    return join(this.root, name);
  }

  /** What lies in the cache: folders of versions, locks, temporary folders. */
  cached(): string[] {
    return existsSync(this.cacheParent) ? readdirSync(this.cacheParent) : [];
  }

  /** Starts one of the project's scripts, by its path in the repository. PATH holds only the given folders; downloads are switched off. */
  start(
    script: string,
    path: readonly string[],
    env: Record<string, string> = {},
    args: readonly string[] = [],
  ): Started {
    const child = spawn(process.execPath, [join(repository, script), ...args], {
      cwd: this.root,
      detached: true, // a process group of its own, so that dispose ends the fake programs too
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: path.join(":"),
        HOME: this.file("home"),
        XDG_CACHE_HOME: this.file("cache"),
        PULUMI_IIS_NO_DOWNLOAD: "1",
        ...env,
      },
    });
    this.children.add(child);
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (data: Buffer) => (stdout += data.toString()));
    child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
    const ended = new Promise<Ended>((settle, fail) => {
      child.on("error", fail);
      child.on("close", (exitCode, signal) => {
        this.children.delete(child);
        settle({ exitCode, signal, stdout, stderr });
      });
    });
    const printed = (text: string): Promise<void> =>
      new Promise((settle, fail) => {
        const look = (): void => {
          if ((stdout + stderr).includes(text)) settle();
        };
        look();
        child.stdout.on("data", look);
        child.stderr.on("data", look);
        child.on("close", () => {
          fail(new Error(`ended without printing "${text}":\n${stdout}${stderr}`));
        });
      });
    return { pid: child.pid!, ended, printed };
  }

  /** Runs `tools/pulumi-cli/find.mts` to its end. */
  find(path: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
    return this.start(findScript, path, env).ended;
  }

  dispose(): void {
    for (const { pid } of this.children) if (pid !== undefined) process.kill(-pid, "SIGKILL");
    rmSync(this.root, { recursive: true, force: true });
  }
}
