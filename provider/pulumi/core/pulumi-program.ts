import { win32 } from "node:path";

/**
 * What to start as the CLI of Pulumi; undefined where Windows has none. There a name alone would be looked for in the current
 * folder first, where anything may lie, and the CLI gets the secrets of the environment.
 *
 * @param path the variable PATH.
 */
export function pulumiProgram(
  platform: NodeJS.Platform,
  path: string,
  exists: (file: string) => boolean,
): string | undefined {
  if (platform !== "win32") return "pulumi";
  const folders = path.split(";").filter((folder) => win32.isAbsolute(folder));
  return folders.map((folder) => win32.join(folder, "pulumi.exe")).find(exists);
}
