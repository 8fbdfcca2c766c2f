// Whether a commit may be released under a tag.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { unregisteredNames } from "./unregistered-names.mts";

/** What is read of a package.json. */
interface Manifest {
  readonly version: string;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Why a tag does not release the commit in the folder, if it does not. */
export function whyNotReleased(tag: string, folder = "."): string | undefined {
  for (const file of ["package.json", "policies/package.json"]) {
    const { version, peerDependencies = {} } = JSON.parse(readFileSync(join(folder, file), "utf8")) as Manifest;
    if (tag !== `v${version}`) return `the tag is ${tag}, but the version in ${file} is ${version}`;
    const range = peerDependencies["pulumi-iis"];
    if (range !== undefined && range !== `^${version}`)
      return `${file} requires pulumi-iis ${range}. Set it to ^${version}`;
  }
  const unregistered = unregisteredNames(folder);
  if (unregistered.length === 0) return undefined;
  return `this version has names that are not registered. Replace them, then npm run build && npm run docs:\n${unregistered.join("\n")}`;
}
