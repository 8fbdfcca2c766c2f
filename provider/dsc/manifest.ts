import { packageVersion } from "../package-root";
import { embeddedSchema, resourceType } from "./instance-schema";

/** What `dsc` shows of an exit code after the program's own error; the codes are those of all commands. */
const exitCodes = {
  "0": "Success",
  "1": "An error: a fault in the instance, or a server that cannot be read or changed",
  "130": "Interrupted",
} as const;

/**
 * The manifest of the resource, as JSON text.
 *
 * @param executable the program `iispools` as `dsc` starts it: a name on the PATH, or an absolute path
 */
export function manifestText(executable: string): string {
  const call = (...args: readonly unknown[]): object => ({ executable, args: ["dsc", ...args], input: "stdin" });
  const manifest = {
    $schema: "https://aka.ms/dsc/schemas/v3/bundled/resource/manifest.json",
    type: resourceType,
    version: packageVersion(),
    description: "Manage application pools of IIS with appcmd: many pools in one commit, with a backup.",
    tags: ["IIS", "appcmd", "Windows"],
    get: call("get"),
    set: {
      ...call("set", { whatIfArg: "--what-if" }),
      implementsPretest: true,
      handlesExist: true,
      return: "stateAndDiff",
      requireSecurityContext: "elevated",
    },
    test: { ...call("test"), return: "stateAndDiff" },
    export: { ...call("export"), supportsFiltering: true },
    exitCodes,
    schema: { embedded: embeddedSchema() },
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
