// The order of the places where the Pulumi CLI may come from.
import { readFileSync } from "node:fs";
import { resolve, join } from "node:path";
import { buildCli } from "./build-cli.mjs";
import { cachePlace } from "./cache-place.mjs";
import { downloadCli } from "./download-cli.mjs";
import { fillCache } from "./fill-cache.mjs";
import { goLine } from "./go-toolchain.mjs";
import { noCliMessage } from "./no-cli-error.mjs";
import { pulumiOnPath } from "./pulumi-on-path.mjs";
import { missingPrograms } from "./pulumi-programs.mjs";

/**
 * The ways to make a CLI where there is none, cheapest first.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {import("./fill-cache.mjs").Way[]}
 */
export function waysToMakeIt(env) {
  const off = env.PULUMI_IIS_NO_DOWNLOAD;
  const skipped = off && off !== "0" ? "skipped, because PULUMI_IIS_NO_DOWNLOAD is set" : undefined;
  return [
    { name: "download by the npm package pulumi", skipped, make: downloadCli },
    { name: "build from the Go modules", make: buildCli },
  ];
}

/**
 * The folder with the Pulumi CLI, made if need be.
 *
 * @param {object} context
 * @param {string} context.root this project's folder
 * @param {NodeJS.ProcessEnv} context.env
 * @param {NodeJS.Platform} context.platform
 * @param {string} context.home
 * @param {string} context.version
 * @param {(line: string) => void} context.say
 * @param {AbortSignal} [context.signal]
 * @param {import("./fill-cache.mjs").Way[]} [ways]
 * @returns {Promise<string>}
 * @throws one error that names every place tried and what would help
 */
export async function findPulumi(context, ways = waysToMakeIt(context.env)) {
  const { root, env, platform, home, version } = context;
  if (env.PULUMI_IIS_CLI_DIR) return namedFolder(env.PULUMI_IIS_CLI_DIR, platform);

  const onPath = await pulumiOnPath(context);
  if (onPath.folder !== undefined) return onPath.folder;

  const place = cachePlace(env, home, version);
  if (missingPrograms(place.folder, platform).length === 0) return place.folder;

  const { filled, failures } = await fillCache(context, place, ways);
  if (filled) return place.folder;
  const attempts = [
    { name: "PULUMI_IIS_CLI_DIR", reason: "not set" },
    { name: "PATH", reason: onPath.notes.join("\n") || "no pulumi there" },
    { name: "cache", reason: `nothing in ${place.folder}` },
    ...failures,
  ];
  const goMod = readFileSync(join(root, "tools", "pulumi-cli", "pulumi", "go.mod"), "utf8");
  throw new Error(noCliMessage(version, goLine(goMod), attempts));
}

/** The user's word: used or refused, never passed over in silence. */
function namedFolder(value, platform) {
  const folder = resolve(value);
  const missing = missingPrograms(folder, platform);
  if (missing.length === 0) return folder;
  throw new Error(
    `PULUMI_IIS_CLI_DIR is ${value}, but there is no executable ${missing.join(" and no ")} in it. ` +
      "Name a folder with all three programs, or unset it to let them be found.",
  );
}
