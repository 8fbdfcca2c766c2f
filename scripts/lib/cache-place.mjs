// Where this project keeps the programs that it downloaded or built, once for all checkouts of a user.
import { isAbsolute, join } from "node:path";

/**
 * The cache folder of one release, the lock beside it, and how temporary folders beside it begin.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} home the user's home folder
 * @param {string} version
 * @param {string} [product] what the release is of
 */
export function cachePlace(env, home, version, product = "pulumi") {
  // The XDG rule: a relative value is to be ignored.
  const xdg = env.XDG_CACHE_HOME ?? "";
  const parent = join(isAbsolute(xdg) ? xdg : join(home, ".cache"), "pulumi-iis", product);
  return {
    parent,
    folder: join(parent, version),
    lock: join(parent, `${version}.lock`),
    temporaryPrefix: join(parent, `${version}.tmp-`),
  };
}
