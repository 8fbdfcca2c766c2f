// The plugin of `@pulumi/command`, for the tests and the example: named, kept, or built from its Go module.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildPrograms, usableGo } from "./build-cli.mjs";
import { cachePlace } from "./cache-place.mjs";
import { fillCache } from "./fill-cache.mjs";
import { requiredVersion } from "./go-toolchain.mjs";
import { isExecutable } from "./pulumi-programs.mjs";

const product = "pulumi-resource-command";
const goModule = "github.com/pulumi/pulumi-command/provider";

/** What the plugin calls itself: its module has no tags, the go.mod pins the 18th commit after 0.9.2. */
const says = "0.9.3-dev";

/**
 * The folder with `pulumi-resource-command`, made if need be: what `PULUMI_IIS_COMMAND_PLUGIN_DIR` names, else this
 * project's cache, filled by a build.
 *
 * @param {object} context as for `findPulumi`
 * @returns {Promise<string>}
 * @throws one error that says what failed and what would help
 */
export async function findCommandPlugin(context) {
  const { root, env, platform, home } = context;
  const named = env.PULUMI_IIS_COMMAND_PLUGIN_DIR;
  if (named) {
    if (missing(resolve(named), platform).length === 0) return resolve(named);
    throw new Error(`PULUMI_IIS_COMMAND_PLUGIN_DIR is ${named}, but there is no executable ${product} in it`);
  }
  const goMod = readFileSync(join(root, "tools", "pulumi-cli", product, "go.mod"), "utf8");
  const place = cachePlace(env, home, requiredVersion(goMod, goModule), product);
  if (missing(place.folder, platform).length === 0) return place.folder;

  const make = async (inner) => {
    const go = await usableGo(goMod, inner);
    inner.say(`building ${product} from its Go module with ${go}: once, about a minute on two cores with cold caches`);
    const file = fileName(platform);
    const versionVariable = `${goModule}/pkg/version.Version`;
    const program = { module: product, file, package: `${goModule}/cmd/${product}`, says, versionVariable };
    await buildPrograms(go, [program], inner);
  };
  const finish = ({ target }) => {
    if (missing(target, platform).length > 0) throw new Error(`the build left no ${product}`);
  };
  const ways = [{ name: "build from the Go module", make }];
  const { filled, failures } = await fillCache(context, place, ways, { name: product, missing, finish });
  if (filled) return place.folder;
  throw new Error(
    `There is no ${product}. ${failures.map(({ name, reason }) => `${name}: ${reason}`).join("\n")}\n` +
      "Name a folder that has it in PULUMI_IIS_COMMAND_PLUGIN_DIR, or put a newer Go on PATH.",
  );
}

function fileName(platform) {
  return platform === "win32" ? `${product}.exe` : product;
}

function missing(folder, platform) {
  return isExecutable(join(folder, fileName(platform))) ? [] : [product];
}
