// The three programs that together are "the Pulumi CLI" for a Node project, and which of them a folder lacks.
import { accessSync, chmodSync, constants, copyFileSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * File names of the three programs on a platform.
 *
 * @param {NodeJS.Platform} platform
 */
export function programNames(platform) {
  const windows = platform === "win32";
  return {
    cli: windows ? "pulumi.exe" : "pulumi",
    languageHost: windows ? "pulumi-language-nodejs.exe" : "pulumi-language-nodejs",
    dynamicProvider: windows ? "pulumi-resource-pulumi-nodejs.cmd" : "pulumi-resource-pulumi-nodejs",
  };
}

/**
 * Whether a path is a non-empty file that may be executed. (Windows has no such bit; there, that it can be read.)
 *
 * @param {string} path
 */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    const stat = statSync(path);
    return stat.isFile() && stat.size > 0;
  } catch {
    return false;
  }
}

/**
 * Names of the programs that a folder lacks; empty when it holds all three.
 *
 * @param {string} folder
 * @param {NodeJS.Platform} platform
 * @returns {string[]}
 */
export function missingPrograms(folder, platform) {
  return Object.values(programNames(platform)).filter((name) => !isExecutable(join(folder, name)));
}

/**
 * Puts the start script of the dynamic provider into a folder, unless it is there already. It comes from the npm
 * package `@pulumi/pulumi` and looks for that package from its working folder, so a copy works anywhere.
 *
 * @param {string} root this project's folder
 * @param {string} folder
 * @param {NodeJS.Platform} platform
 */
export function placeDynamicProvider(root, folder, platform) {
  const name = programNames(platform).dynamicProvider;
  const target = join(folder, name);
  if (isExecutable(target)) return;
  copyFileSync(join(root, "node_modules", "@pulumi", "pulumi", name), target);
  chmodSync(target, 0o755);
}
