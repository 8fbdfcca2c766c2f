// The places where the Pulumi CLI may come from, in their order.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { cachePlace, fillCache, type Failure, type Making, type Way } from "./cache.mts";
import type { Context } from "./context.mts";
import { downloadCli } from "./download.mts";
import { buildPrograms, folderOf } from "./go-build.mts";
import { goLine, requiredVersion } from "./go-toolchain.mts";
import { pulumiOnPath, versionOf } from "./on-path.mts";
import { missingPrograms, noExecutable, placeDynamicProvider, programNames } from "./programs.mts";

const cliModule = "github.com/pulumi/pulumi/pkg/v3";

/**
 * The folder with the Pulumi CLI, made if there is none.
 *
 * @throws one error that names every place and what would help
 */
export async function findPulumi(context: Context): Promise<string> {
  const { root, env, platform, home, version } = context;
  const named = env["PULUMI_IIS_CLI_DIR"];
  if (named) return namedFolder(named, platform);

  const onPath = await pulumiOnPath(context);
  if (onPath.folder !== undefined) return onPath.folder;

  const place = cachePlace(env, home, version);
  const missing = (folder: string): string[] => missingPrograms(folder, platform);
  if (missing(place.folder).length === 0) return place.folder;

  const product = { name: "the Pulumi CLI", place, ways: waysToMakeIt(env), missing, finish: finishCli };
  const failures = await fillCache(product, context);
  if (failures.length === 0) return place.folder;
  throw new Error(
    noCliMessage(version, goLine(goModOf(root)), [
      { name: "PULUMI_IIS_CLI_DIR", reason: "not set" },
      { name: "PATH", reason: onPath.notes.join("\n") || "no pulumi there" },
      { name: "cache", reason: `nothing in ${place.folder}` },
      ...failures,
    ]),
  );
}

/** The folder that the user names is used or refused, never ignored. */
function namedFolder(value: string, platform: NodeJS.Platform): string {
  const folder = resolve(value);
  const missing = missingPrograms(folder, platform);
  if (missing.length === 0) return folder;
  throw new Error(
    `PULUMI_IIS_CLI_DIR is ${value}, but ${noExecutable(missing)}. ` +
      "Name a folder with all three programs, or unset it to let them be found.",
  );
}

/** The cheapest way first. */
function waysToMakeIt(env: NodeJS.ProcessEnv): Way[] {
  const off = env["PULUMI_IIS_NO_DOWNLOAD"];
  const skipped = off && off !== "0" ? "skipped, because PULUMI_IIS_NO_DOWNLOAD is set" : undefined;
  return [
    { name: "download", skipped, make: downloadCli },
    { name: "build from the Go modules", make: buildCli },
  ];
}

/** Place 5. */
async function buildCli(making: Making): Promise<void> {
  const { root, platform, version } = making;
  const pinned = requiredVersion(goModOf(root), cliModule);
  if (pinned !== `v${version}`) {
    throw new Error(`tools/pulumi-cli/pulumi/go.mod pins ${cliModule} ${pinned}, package.json wants v${version}`);
  }
  const { cli, languageHost } = programNames(platform);
  const hostPackage = "github.com/pulumi/pulumi/sdk/nodejs/cmd/pulumi-language-nodejs/v3";
  const programs = [
    { module: "pulumi", file: cli, package: `${cliModule}/cmd/pulumi`, says: `v${version}` },
    // Its module has no tags; the go.mod pins the commit of this release.
    { module: "pulumi-language-nodejs", file: languageHost, package: hostPackage, says: "v3.163.0" },
  ];
  const once = "once, about 7 minutes on two cores with cold caches";
  await buildPrograms(programs, `building Pulumi ${version} from its Go modules (${once})`, making);
}

function goModOf(root: string): string {
  return readFileSync(join(folderOf(root, "pulumi"), "go.mod"), "utf8");
}

async function finishCli(making: Making): Promise<void> {
  const { root, target, platform, version } = making;
  placeDynamicProvider(root, target, platform);
  const missing = missingPrograms(target, platform);
  if (missing.length > 0) throw new Error(`the result has no ${missing.join(" and no ")}`);
  const says = await versionOf(join(target, programNames(platform).cli), making);
  if (says !== version) throw new Error(`the result says it is version ${says || "(empty)"}, not ${version}`);
}

function noCliMessage(version: string, goVersion: string, attempts: readonly Failure[]): string {
  const tried = attempts.map(({ name, reason }) => `  - ${name}: ${reason.replaceAll("\n", "\n      ")}`);
  return [
    `There is no Pulumi CLI ${version}. Tried in this order:`,
    ...tried,
    "Any one of these helps:",
    "  - set PULUMI_IIS_CLI_DIR to a folder with pulumi, pulumi-language-nodejs and pulumi-resource-pulumi-nodejs",
    `  - install Pulumi ${version} so that it is on PATH (https://www.pulumi.com/docs/install/)`,
    `  - install Go ${goVersion} or newer (https://go.dev/dl/) with access to a Go module proxy, to build it`,
    "  - allow the network: https://get.pulumi.com is where the download comes from",
  ].join("\n");
}
