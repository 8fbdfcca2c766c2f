// Which release of the Pulumi CLI this project works with.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The version of the devDependency `pulumi` in package.json, the one place where it is written down.
 *
 * @param {string} root this project's folder
 * @returns {string} for example "3.259.0"
 */
export function wantedVersion(root) {
  const version = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).devDependencies?.pulumi;
  if (/^\d+\.\d+\.\d+$/.test(version ?? "")) return version;
  throw new Error(`package.json: devDependencies.pulumi must be one exact version, but is ${JSON.stringify(version)}`);
}
