// Fills the cache by the first way that works. The cache folder appears by one rename, complete or not at all.
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { isAlive, takeLock } from "./cache-lock.mjs";
import { missingPrograms, placeDynamicProvider, programNames } from "./pulumi-programs.mjs";
import { versionOf } from "./pulumi-on-path.mjs";

/**
 * @typedef {object} Way
 * @property {string} name for the error
 * @property {string} [skipped] why it is not even tried
 * @property {(context: object) => Promise<void>} make puts the programs into `context.target`
 */

/**
 * @typedef {object} Product
 * @property {string} name for messages
 * @property {(folder: string, platform: NodeJS.Platform) => string[]} missing names of the programs that a folder lacks
 * @property {(context: object) => Promise<void>} finish completes what a way left in `context.target`, or throws
 */

/** @type {Product} */
const pulumiCli = {
  name: "the Pulumi CLI",
  missing: missingPrograms,
  async finish(context) {
    placeDynamicProvider(context.root, context.target, context.platform);
    await assertComplete(context.target, context);
  },
};

/**
 * Takes the lock, tries the ways in turn and puts the first good result into the cache. When another process filled it
 * meanwhile, nothing is made.
 *
 * @param {object} context `root`, `env`, `platform`, `version`, `say`, `signal`
 * @param {ReturnType<import("./cache-place.mjs").cachePlace>} place
 * @param {Way[]} ways
 * @param {Product} [product]
 * @returns {Promise<{ filled: boolean, failures: { name: string, reason: string }[] }>}
 */
export async function fillCache(context, place, ways, product = pulumiCli) {
  mkdirSync(place.parent, { recursive: true });
  const release = await takeLock(place.lock, { ...context, product: product.name });
  try {
    if (product.missing(place.folder, context.platform).length === 0) return { filled: true, failures: [] };
    removeLeftovers(place);
    const failures = [];
    for (const way of ways) {
      const reason = way.skipped ?? (await tryWay(way, context, place, product));
      if (reason === undefined) return { filled: true, failures };
      failures.push({ name: way.name, reason });
      if (way.skipped === undefined) context.say(`${way.name}: ${reason}`);
    }
    return { filled: false, failures };
  } finally {
    release();
  }
}

/** @returns {Promise<string | undefined>} why it failed */
async function tryWay(way, context, place, product) {
  const temporary = mkdtempSync(`${place.temporaryPrefix}${process.pid}-`);
  const target = join(temporary, "result");
  try {
    await way.make({ ...context, temporary, target });
    await product.finish({ ...context, target });
    moveIntoPlace(target, place, () => product.missing(place.folder, context.platform).length > 0);
    return undefined;
  } catch (error) {
    context.signal?.throwIfAborted();
    return error.message;
  } finally {
    // Go keeps its own caches read-only; none of them lies here, so a plain removal does.
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function assertComplete(folder, { env, platform, version, signal }) {
  const missing = missingPrograms(folder, platform);
  if (missing.length > 0) throw new Error(`the result has no ${missing.join(" and no ")}`);
  const says = await versionOf(join(folder, programNames(platform).cli), env, signal);
  if (says !== version) throw new Error(`the result says it is version ${says || "(empty)"}, not ${version}`);
}

function moveIntoPlace(target, place, isIncomplete) {
  // What is there is incomplete, or it would have been used.
  if (isIncomplete()) rmSync(place.folder, { recursive: true, force: true });
  try {
    renameSync(target, place.folder);
  } catch (error) {
    if (isIncomplete()) throw error;
  }
}

/** Temporary folders of processes that were killed too hard to tidy up. */
function removeLeftovers(place) {
  const prefix = basename(place.temporaryPrefix);
  for (const name of readdirSync(place.parent).filter((name) => name.startsWith(prefix))) {
    if (isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue;
    rmSync(join(place.parent, name), { recursive: true, force: true });
  }
}
