import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, win32 } from "node:path";
import { readStackHolders, type StackHolders } from "./stack-holders";

/**
 * The program to start as the Pulumi CLI; undefined if Windows has none. On Windows a bare name is first searched for
 * in the current folder, which may contain any program, and the CLI gets the secrets of the environment.
 *
 * @param path the variable PATH
 */
export function pulumiProgram(
  platform: NodeJS.Platform,
  path: string,
  exists: (file: string) => boolean,
): string | undefined {
  if (platform !== "win32") return "pulumi";
  const folders = path.split(";").filter((folder) => win32.isAbsolute(folder));
  return folders.map((folder) => win32.join(folder, "pulumi.exe")).find(exists);
}

/** The maximum time and output of the CLI. */
const [limitMs, limitBytes] = [30_000, 512 * 1024 * 1024];

/** The stack of a resource, from its URN. */
export interface StackName {
  /** The value of `--stack`: `<organization>/<project>/<stack>`, or only the stack. */
  readonly name: string;
  /** The prefix of the URN of every resource. */
  readonly urnPrefix: string;
}

let stack: StackName | undefined;
let reading: Promise<StackHolders | undefined> | undefined;

/** Sets the stack of this process. */
export function noteStack(name: StackName): void {
  stack ??= name;
}

/**
 * The pools of the stack's resources, in the state at the first call. An engine that deletes names only the resource to
 * delete, so only the state shows whether another resource has the pool. `pulumi stack export` reads it, once for each
 * process. Undefined if that fails: no `pulumi` on PATH, no project, another stack.
 */
export function stackHolders(): Promise<StackHolders | undefined> {
  reading ??= readStack();
  return reading;
}

async function readStack(): Promise<StackHolders | undefined> {
  if (!isInProject(process.cwd())) return undefined;
  const known = stack;
  const named = known === undefined ? undefined : await exportStack(["--stack", known.name]);
  if (named !== undefined && isOf(named, known)) return named;
  const selected = await exportStack([]);
  return selected !== undefined && isOf(selected, known) ? selected : undefined;
}

function isInProject(folder: string): boolean {
  if (["yaml", "yml", "json"].some((extension) => existsSync(join(folder, `Pulumi.${extension}`)))) return true;
  return dirname(folder) !== folder && isInProject(dirname(folder));
}

function isOf({ urns }: StackHolders, known: StackName | undefined): boolean {
  return known === undefined || urns.every((urn) => urn.startsWith(known.urnPrefix));
}

function exportStack(args: readonly string[]): Promise<StackHolders | undefined> {
  const program = pulumiProgram(process.platform, process.env["PATH"] ?? "", existsSync);
  if (program === undefined) return Promise.resolve(undefined);
  const options = { env: environment(), timeout: limitMs, maxBuffer: limitBytes, windowsHide: true };
  return new Promise((resolve) => {
    execFile(program, ["stack", "export", "--non-interactive", ...args], options, (error, stdout) => {
      try {
        resolve(error === null ? readStackHolders(stdout) : undefined);
      } catch {
        resolve(undefined);
      }
    });
  });
}

/** The engine's environment without the variables that make the CLI write log files. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(?:PULUMI_DEBUG_|PULUMI_OTEL_|OTEL_)/.test(name));
  return { ...Object.fromEntries(own), PULUMI_SKIP_UPDATE_CHECK: "true" };
}
