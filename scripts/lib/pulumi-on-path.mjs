// Place 2: a Pulumi CLI that the machine has already, if it is the right release and really the CLI.
import { execFile } from "node:child_process";
import { closeSync, openSync, readSync } from "node:fs";
import { join, normalize } from "node:path";
import { promisify } from "node:util";
import { findOnPath, pathFolders } from "./path-variable.mjs";
import { isExecutable, programNames } from "./pulumi-programs.mjs";

/**
 * Whether a folder is npm's folder of start scripts, where the package `pulumi` puts its downloader.
 *
 * @param {string} folder
 */
export function isNodeModulesBin(folder) {
  return /(^|[\\/])node_modules[\\/]\.bin[\\/]?$/.test(normalize(folder));
}

/**
 * Whether a file's first bytes are those of the npm package's downloader, or of a shell script that starts it
 * (pnpm writes such ones). Asking the downloader for its version would make it download.
 *
 * @param {string} head the beginning of the file
 */
export function isNodeScript(head) {
  if (!head.startsWith("#!")) return false;
  return /^#!.*\b(node|bun|deno)\b/.test(head) || /node_modules[\\/]pulumi[\\/]/.test(head);
}

/**
 * What `pulumi version` says, without its leading `v`.
 *
 * @param {string} file
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>}
 */
export async function versionOf(file, env, signal) {
  const { stdout } = await promisify(execFile)(file, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeout: 20_000,
    signal,
  });
  return stdout.trim().replace(/^v/, "");
}

/**
 * Looks for the wanted CLI on PATH. What is passed over is said in `notes`, for the error if nothing is found at all.
 *
 * @param {{ env: NodeJS.ProcessEnv, platform: NodeJS.Platform, version: string, signal?: AbortSignal }} context
 * @returns {Promise<{ folder?: string, notes: string[] }>}
 */
export async function pulumiOnPath({ env, platform, version, signal }) {
  const { cli, languageHost, dynamicProvider } = programNames(platform);
  const notes = [];
  for (const folder of new Set(pathFolders(env))) {
    const file = join(folder, cli);
    if (!isExecutable(file)) continue;
    if (isNodeModulesBin(folder) || isNodeScript(headOf(file))) {
      notes.push(`${file} is the npm package's downloader, not the CLI`);
      continue;
    }
    const found = await versionOf(file, env, signal).catch((error) => {
      signal?.throwIfAborted();
      notes.push(`${file} does not say its version: ${String(error.message).split("\n", 1)[0]}`);
    });
    if (found === undefined) continue;
    // The engine looks for the other two beside itself and on PATH.
    const missing = [languageHost, dynamicProvider].filter(
      (name) => !isExecutable(join(folder, name)) && findOnPath(env, name) === undefined,
    );
    if (found !== version) notes.push(`${file} is version ${found || "(empty)"}`);
    else if (missing.length > 0)
      notes.push(`${file} has the right version, but there is no ${missing.join(" and no ")}`);
    else return { folder, notes };
  }
  return { notes };
}

/** @param {string} file */
function headOf(file) {
  const buffer = Buffer.alloc(4096);
  const handle = openSync(file, "r");
  try {
    return buffer.toString("latin1", 0, readSync(handle, buffer));
  } finally {
    closeSync(handle);
  }
}
