// Place 2: a Pulumi CLI that the machine has, if it is of the right version and really the CLI.
import { closeSync, openSync, readSync } from "node:fs";
import { join, normalize } from "node:path";
import { messageOf, type Context } from "./context.mts";
import { findOnPath, isExecutable, missingPrograms, pathFolders, programNames } from "./programs.mts";
import { run } from "./run.mts";

/** Whether a folder is npm's folder of start scripts, where the npm package `pulumi` puts its downloader. */
export function isNodeModulesBin(folder: string): boolean {
  return /(^|[\\/])node_modules[\\/]\.bin[\\/]?$/.test(normalize(folder));
}

/**
 * Whether a file's beginning is that of the npm package's downloader, or of a shell script that starts it (pnpm writes these).
 * Asking the downloader for its version would make it download.
 */
function isNodeScript(head: string): boolean {
  return head.startsWith("#!") && /^#!.*\b(node|bun|deno)\b|node_modules[\\/]pulumi[\\/]/.test(head);
}

/** What `pulumi version` prints, without its leading `v`. */
export async function versionOf(file: string, { env, signal }: Pick<Context, "env" | "signal">): Promise<string> {
  const options = { env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" }, withinMs: 20_000, signal };
  const { exitCode, stdout, lines } = await run(file, ["version"], options);
  if (exitCode !== 0) throw new Error(`exit code ${exitCode} ${lines[0] ?? ""}`.trim());
  return stdout.join("").trim().replace(/^v/, "");
}

/** Searches PATH for the wanted CLI. @returns its folder, and why others were not used. */
export async function pulumiOnPath(context: Context): Promise<{ folder?: string; notes: string[] }> {
  const notes: string[] = [];
  for (const folder of new Set(pathFolders(context.env))) {
    const file = join(folder, programNames(context.platform).cli);
    if (!isExecutable(file)) continue;
    const reason = await whyNot(folder, file, context);
    if (reason === undefined) return { folder, notes };
    notes.push(`${file} ${reason}`);
  }
  return { notes };
}

async function whyNot(folder: string, file: string, context: Context): Promise<string | undefined> {
  if (isNodeModulesBin(folder) || isNodeScript(headOf(file))) return "is the npm package's downloader, not the CLI";
  let found: string;
  try {
    found = await versionOf(file, context);
  } catch (error) {
    context.signal?.throwIfAborted();
    return `does not say its version: ${messageOf(error).split("\n", 1).join("")}`;
  }
  if (found !== context.version) return `is version ${found || "(empty)"}`;
  // The engine searches for the other two beside itself and on PATH.
  const missing = missingPrograms(folder, context.platform).filter((name) => !findOnPath(context.env, name));
  return missing.length > 0 ? `has the right version, but there is no ${missing.join(" and no ")}` : undefined;
}

function headOf(file: string): string {
  const buffer = Buffer.alloc(4096);
  const handle = openSync(file, "r");
  try {
    return buffer.toString("latin1", 0, readSync(handle, buffer));
  } finally {
    closeSync(handle);
  }
}
