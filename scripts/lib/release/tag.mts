// Whether a commit may be released under a tag.
import { projectPage } from "#dist/provider/pulumi/package-schema/publication.js";

/** Why a tag does not release this version of package.json, if it does not. @param page the address of the project */
export function whyNotReleased(tag: string, version: string, page = projectPage): string | undefined {
  if (tag !== `v${version}`) return `the tag is ${tag}, but the version in package.json is ${version}`;
  if (!page.includes("-OWNER-")) return undefined;
  return "the address of the project is a placeholder. Set projectPage in provider/pulumi/package-schema/publication.ts";
}
