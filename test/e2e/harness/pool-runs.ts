import type { RunResult, Workspace } from "../../../tools/workspace/workspace.mts";
import type { Options, PoolAdapter, Pools } from "./pool-program";

let adapter: PoolAdapter;

/** The workspace of the test that runs. */
export let workspace: Workspace;

/** Makes a workspace whose programs declare pools with this adapter; a test gives it back with `workspace.dispose()`. */
export async function begin(used: PoolAdapter): Promise<void> {
  adapter = used;
  workspace = await used.make();
}

/** Writes the program that declares these pools. */
export function declare(pools: Pools, options?: Options): void {
  adapter.declare(workspace, pools, options);
}

export function up(...more: string[]): Promise<RunResult> {
  return workspace.run(["up", "--yes", "--skip-preview", ...more]);
}

/** All that a run says. */
export async function said(...args: string[]): Promise<string> {
  const { stdout, stderr } = await workspace.run(args);
  return stdout + stderr;
}

/** All that a run says that fails. */
export async function failing(...args: string[]): Promise<string> {
  const { stdout, stderr } = await workspace.run(args, { expectFailure: true });
  return stdout + stderr;
}

export function failingUp(...more: string[]): Promise<string> {
  return failing("up", "--yes", "--skip-preview", ...more);
}

export function urn(name: string): string {
  return `urn:pulumi:test::e2e::${adapter.type}::${name}`;
}

/** The pools of the host but for those that the sample has. */
export function pools(): string[] {
  const { stdout } = workspace.appcmd("list", "apppool", "/text:name");
  return stdout
    .trim()
    .split("\r\n")
    .filter((name) => !["DefaultAppPool", "Legacy .NET v2.0"].includes(name));
}

export function queueLength(pool: string): string {
  return workspace.appcmd("list", "apppool", pool, "/text:queueLength").stdout.trim();
}
