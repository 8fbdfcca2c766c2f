import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, win32 } from "node:path";
import { readStackHolders, type StackHolders } from "./stack-holders";

/**
 * What to start as the CLI of Pulumi; undefined where Windows has none. There a name alone would be looked for in the current
 * folder first, where anything may lie, and the CLI gets the secrets of the environment.
 *
 * @param path the variable PATH.
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

/** How long the CLI may take, and how much it may print. */
const [limitMs, limitBytes] = [30_000, 512 * 1024 * 1024];

/** A stack as its resources name it. */
export interface StackName {
  /** What `--stack` takes: `<organization>/<project>/<stack>`, or the stack alone. */
  readonly name: string;
  /** What the URN of every resource begins with. */
  readonly urnPrefix: string;
}

let stack: StackName | undefined;
let reading: Promise<StackHolders | undefined> | undefined;

/** Says which stack this process works for. */
export function noteStack(name: StackName): void {
  stack ??= name;
}

/**
 * Which resources of the stack have which pools, as the state was when it was first asked for: an engine that deletes
 * names nothing but the resource to delete, so the state alone tells who else has the pool. `pulumi stack export` reads it,
 * once a process. Undefined where it cannot: no `pulumi` on PATH, no project, another stack.
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

/** That of the engine, without what would have the CLI write into its logs. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(?:PULUMI_DEBUG_|PULUMI_OTEL_|OTEL_)/.test(name));
  return { ...Object.fromEntries(own), PULUMI_SKIP_UPDATE_CHECK: "true" };
}
