import { parseSection } from "#dist/provider/appcmd/answers/pools.js";
import { listExplicit } from "#dist/provider/appcmd/command.js";
import { Secret } from "#dist/provider/secret.js";
import { attributeOf } from "#dist/provider/settings/app-pool-attributes.js";
import { userNamePath } from "#dist/provider/settings/key-path.js";
import type { SettingValue } from "#dist/provider/settings/value.js";
import { expect, NotHere, type Run } from "./machine.mts";

/**
 * What new pools inherit on a server: its element `<applicationPoolDefaults>`.
 *
 * @returns the element as appcmd prints it, an empty text if there is none
 * @throws NotHere if it has an account or environment variables: transcripts and messages would contain them
 */
export async function readDefaults(run: Run): Promise<string> {
  const listed = await run(...listExplicit.map(({ text }) => text));
  // Its output may contain passwords of pools, so no message shows it.
  expect(listed.exitCode === 0, `appcmd to list the section of the pools, not to exit with ${listed.exitCode}`);
  const { defaults } = parseSection(listed.stdout, "explicit");
  const inherited = Object.keys(defaults).filter((path) => isPrivate(path) && isGiven(defaults[path]));
  if (inherited.length > 0) {
    throw new NotHere(
      `All pools of this server inherit ${inherited.join(" and ")} from <applicationPoolDefaults>, and transcripts ` +
        "would contain them. Remove them from <applicationPoolDefaults>, or use another test server",
    );
  }
  return (
    /<applicationPoolDefaults(?:\s+[\w.]+="[^"]*")*\s*(?:\/>|>[^]*?<\/applicationPoolDefaults>)/.exec(
      listed.stdout,
    )?.[0] ?? ""
  );
}

function isPrivate(path: string): boolean {
  return path === userNamePath || path === "environmentVariables" || attributeOf(path).secret === true;
}

function isGiven(value: SettingValue | undefined): boolean {
  if (value instanceof Secret) return value.isSet;
  return typeof value === "object" ? Object.keys(value).length > 0 : value !== undefined && value !== "";
}
