// Place 4: the official download, by the npm package `pulumi`, which fetches and runs Pulumi's install script.
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "./run-child.mjs";

/** The install script speaks as soon as it was fetched, so silence means that there is no network. */
const connectMs = 20_000;
const transferMs = 20 * 60_000;

/**
 * Downloads the CLI with its language hosts into a folder.
 *
 * @param {object} context
 * @param {string} context.root this project's folder
 * @param {NodeJS.ProcessEnv} context.env
 * @param {string} context.version
 * @param {string} context.temporary an existing folder for what is only needed meanwhile
 * @param {string} context.target must not exist
 * @param {(line: string) => void} context.say
 * @param {AbortSignal} [context.signal]
 */
export async function downloadCli({ root, env, version, temporary, target, say, signal }) {
  const downloader = join(root, "node_modules", "pulumi", "run.js");
  if (!existsSync(downloader)) throw new Error("the npm package pulumi is not installed (npm ci)");
  const scratch = join(temporary, "download");
  mkdirSync(scratch);
  say(`downloading Pulumi ${version} with the npm package pulumi`);
  let lastLine = "";
  const code = await runChild(process.execPath, [downloader, "version"], {
    env: downloadEnvironment(env, version, temporary, scratch),
    signal,
    firstStdoutWithinMs: connectMs,
    withinMs: transferMs,
    onLine: (line, stream) => {
      if (line.trim() !== "") lastLine = line.trim();
      if (stream === "stdout") say(`  ${line}`);
    },
  });
  const result = join(temporary, "versions", version, "bin");
  if (code !== 0)
    throw new Error(`from https://get.pulumi.com: ${lastLine.replace(/^pulumi: /, "") || `exit code ${code}`}`);
  if (!existsSync(result)) throw new Error("the install script ended well but left nothing");
  renameSync(result, target);
}

/**
 * The downloader's environment: its results and temporary files stay in our folders, the user's own are not touched.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} version
 * @param {string} pulumiHome
 * @param {string} scratch
 * @returns {NodeJS.ProcessEnv}
 */
export function downloadEnvironment(env, version, pulumiHome, scratch) {
  return {
    ...env,
    PULUMI_HOME: pulumiHome,
    PULUMI_VERSION: version,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    TMPDIR: scratch,
    TMP: scratch,
    TEMP: scratch,
    // Node's fetch heeds HTTPS_PROXY only when asked to.
    NODE_USE_ENV_PROXY: env.NODE_USE_ENV_PROXY ?? "1",
  };
}
