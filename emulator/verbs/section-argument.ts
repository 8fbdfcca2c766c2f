import { attributeValue } from "../../provider/xml/parse";
import { messageError, win32 } from "../appcmd-error";
import { notSupported } from "../errors";
import { appHost } from "./commit-edit";
import type { Context } from "./context";

/** Full name of the section of the pools. */
export const poolSectionName = "system.applicationHost/applicationPools";

/** Full name of the section of the sites. */
export const sitesSectionName = "system.applicationHost/sites";

/** Whether a call on CONFIG is about the section of the sites, by its full or short name. */
export function isAboutSites({ args: { section = "", identifier } }: Context): boolean {
  const isSites = [sitesSectionName, "sites"].some((name) => name.toLowerCase() === section.toLowerCase());
  return isSites && (identifier === undefined || identifier.toUpperCase() === appHost);
}

/** Checks that a call on CONFIG is about the section of the pools, by its full or short name, at its own level. */
export function checkSection({ args, input }: Context): void {
  const section = args.section ?? (input && attributeValue(input, "CONFIG.SECTION"));
  const { identifier } = args;
  if (section === undefined || section === "") {
    throw messageError("Must specify the configuration section with /section.", win32.invalidParameter);
  }
  const known = [poolSectionName, "applicationPools"].some((name) => name.toLowerCase() === section.toLowerCase());
  if (!known)
    throw messageError(
      `Unknown config section "${section}". Replace with ? for help.`,
      win32.invalidParameter,
      "exit-code-unknown-section",
    );
  if (identifier !== undefined && identifier.toUpperCase() !== appHost) {
    throw notSupported(`the level "${identifier}"; only ${appHost} is there`);
  }
}

/** The line by which appcmd reports a change of the section of the pools. */
export const appliedLine = appliedTo(poolSectionName);

/** The line by which appcmd reports a change of a section. */
export function appliedTo(section: string): string {
  return `Applied configuration changes to section "${section}" for "${appHost}" at configuration commit path "${appHost}"`;
}
