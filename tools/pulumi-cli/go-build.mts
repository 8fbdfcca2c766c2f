// `go build` of programs of tools/pulumi-cli/, with a line of progress at least every 10 s.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Making } from "./cache.mts";
import { usableGo } from "./go-toolchain.mts";
import { run } from "./run.mts";

const sayEveryMs = 10_000;

export interface GoProgram {
  /** The folder of tools/pulumi-cli/ that has its go.mod. */
  readonly module: string;
  /** The file to write. */
  readonly file: string;
  /** What `go build` is given. */
  readonly package: string;
  /** The version that it prints; Pulumi's Automation API refuses an empty one. */
  readonly says: string;
  /** The Go variable that holds it. Default: that of Pulumi's SDK. */
  readonly versionVariable?: string;
}

/**
 * Builds programs as Pulumi's own releases are built, into a new folder.
 *
 * @param intro a line of progress, which the path of the Go follows
 * @returns path of the Go
 */
export async function buildPrograms(programs: readonly GoProgram[], intro: string, making: Making): Promise<string> {
  const { root, temporary, target, say } = making;
  const goMods = programs.map(({ module }) => readFileSync(join(folderOf(root, module), "go.mod"), "utf8"));
  const go = await usableGo(goMods[0] ?? "", making);
  say(`${intro} with ${go}`);
  const work = join(temporary, "go-build");
  for (const folder of [target, work]) mkdirSync(folder);
  for (const [at, program] of programs.entries()) {
    await buildProgram(go, program, `[${at + 1}/${programs.length}] ${program.module}`, work, making);
  }
  return go;
}

/** The folder of a program's go.mod. */
export function folderOf(root: string, module: string): string {
  return join(root, "tools", "pulumi-cli", module);
}

async function buildProgram(
  go: string,
  program: GoProgram,
  label: string,
  work: string,
  making: Making,
): Promise<void> {
  const { root, env, target, say, signal } = making;
  const progress = buildProgress(label, Date.now());
  const timer = setInterval(() => {
    say(progress.line(Date.now()));
  }, sayEveryMs);
  try {
    say(`${label}: go build`);
    const { exitCode } = await run(go, goBuildArgs(program, join(target, program.file)), {
      cwd: folderOf(root, program.module),
      env: goEnvironment(env, work),
      onLine: progress.take,
      signal,
    });
    if (exitCode !== 0)
      throw new Error(`go build of ${program.module} failed:\n${progress.reason() || `exit ${exitCode}`}`);
  } finally {
    clearInterval(timer);
  }
  say(`${label}: done in ${progress.elapsed(Date.now())}`);
}

function goBuildArgs({ says, versionVariable, package: name }: GoProgram, output: string): string[] {
  const variable = versionVariable ?? "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
  const flags = ["-v", "-mod=readonly", "-buildvcs=false", "-trimpath", "-tags", "osusergo,grpcnotrace"];
  return ["build", ...flags, "-ldflags", `-w -s -X ${variable}=${says}`, "-o", output, name];
}

/** The environment of `go`: its temporary files where we remove them, and nothing that would change the result. */
export function goEnvironment(env: NodeJS.ProcessEnv, work: string): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => name !== "GOOS" && name !== "GOARCH");
  return { ...Object.fromEntries(kept), CGO_ENABLED: "0", GOWORK: "off", GOTMPDIR: work };
}

/** How far a `go build -v` is: it prints a line for each module that it fetches and each package that it compiles. */
export function buildProgress(label: string, startedMs: number) {
  let [modules, packages] = [0, 0];
  const others: string[] = [];
  const elapsed = (nowMs: number): string => {
    const seconds = Math.round((nowMs - startedMs) / 1000);
    const rest = String(seconds % 60).padStart(2, "0");
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${rest} s`;
  };
  return {
    take: (line: string): void => {
      if (line.startsWith("go: downloading ")) modules++;
      else if (/^[\w.~-]+(\/[\w.~-]+)*$/.test(line)) packages++;
      else if (line.trim() !== "") others.push(line.trim());
    },
    line: (nowMs: number): string =>
      `${label}: ${elapsed(nowMs)}, ${modules > 0 ? `${modules} modules fetched, ` : ""}${packages} packages compiled`,
    /** The last lines of what else it printed: why it failed. */
    reason: (): string => others.slice(-5).join("\n"),
    elapsed,
  };
}
