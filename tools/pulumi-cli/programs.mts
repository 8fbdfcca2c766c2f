// The three programs that together are the Pulumi CLI of a Node project, and where programs are found: in a folder, on PATH.
import { accessSync, chmodSync, constants, copyFileSync, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** File names of the three programs on a platform. */
export function programNames(platform: NodeJS.Platform): {
  cli: string;
  languageHost: string;
  dynamicProvider: string;
} {
  const windows = platform === "win32";
  return {
    cli: windows ? "pulumi.exe" : "pulumi",
    languageHost: windows ? "pulumi-language-nodejs.exe" : "pulumi-language-nodejs",
    dynamicProvider: windows ? "pulumi-resource-pulumi-nodejs.cmd" : "pulumi-resource-pulumi-nodejs",
  };
}

/** Whether a path is a non-empty file that may be executed. Windows has no such permission; there: that may be read. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    const stat = statSync(path);
    return stat.isFile() && stat.size > 0;
  } catch {
    return false;
  }
}

/** Which of these programs a folder lacks. Default: the three of the CLI. */
export function missingPrograms(
  folder: string,
  platform: NodeJS.Platform,
  names: readonly string[] = Object.values(programNames(platform)),
): string[] {
  return names.filter((name) => !isExecutable(join(folder, name)));
}

/** "there is no executable a and no b in it", for errors. */
export function noExecutable(missing: readonly string[]): string {
  return `there is no executable ${missing.join(" and no ")} in it`;
}

/**
 * Puts the start script of the dynamic provider into a folder, unless it is there. The script comes from the npm package
 * `@pulumi/pulumi` and searches for that package from its working folder, so a copy works anywhere.
 */
export function placeDynamicProvider(root: string, folder: string, platform: NodeJS.Platform): void {
  const name = programNames(platform).dynamicProvider;
  if (!isExecutable(join(folder, name))) {
    copyExecutable(join(root, "node_modules", "@pulumi", "pulumi", name), join(folder, name));
  }
}

/** Copies a program or a script. */
export function copyExecutable(from: string, to: string): void {
  copyFileSync(from, to);
  chmodSync(to, 0o755);
}

/** PATH's name as an environment spells it: Windows does not count letter case. */
function pathKey(env: NodeJS.ProcessEnv): string {
  return Object.keys(env).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
}

/** The absolute folders of PATH, in order; a relative one would mean another folder for each caller. */
export function pathFolders(env: NodeJS.ProcessEnv): string[] {
  return (env[pathKey(env)] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
}

/** The first executable file of that name on PATH. @param name with its extension */
export function findOnPath(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return pathFolders(env)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** A copy of an environment in which a folder comes first on PATH. */
export function withFirstOnPath(env: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  const key = pathKey(env);
  return { ...env, [key]: env[key] ? folder + delimiter + env[key] : folder };
}
