// PATH as a list of folders. Windows spells the variable's name in any case, so it is looked up.
import { delimiter, isAbsolute, join } from "node:path";
import { isExecutable } from "./pulumi-programs.mjs";

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string} the variable's name as the environment spells it
 */
function pathKey(env) {
  return Object.keys(env).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
}

/**
 * The absolute folders of PATH, in order; a relative entry would mean another folder for each caller.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]}
 */
export function pathFolders(env) {
  return (env[pathKey(env)] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
}

/**
 * The first executable file of that name on PATH.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} name with its extension
 * @returns {string | undefined}
 */
export function findOnPath(env, name) {
  return pathFolders(env)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/**
 * A copy of an environment in which a folder comes first on PATH.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} folder
 * @returns {NodeJS.ProcessEnv}
 */
export function withFirstOnPath(env, folder) {
  const key = pathKey(env);
  return { ...env, [key]: env[key] ? folder + delimiter + env[key] : folder };
}
