import { resourceText } from "./appcmd-error";
import { commands } from "./commands";
import { apppoolHelp, apppoolVerbHelp } from "./help/apppool";
import { generalHelp } from "./help/general";

/** Help: of appcmd, of an object, or of a verb of an object. Where the real text is not known, a short one names the verbs. */
export function usage(object: string | undefined, verb?: string): string {
  const verbs = object === undefined ? undefined : commands[object];
  if (object === undefined || verbs === undefined) return resourceText(generalHelp);
  if (object === "APPPOOL") return resourceText((verb && apppoolVerbHelp[verb]) ?? apppoolHelp);
  const names = Object.keys(verbs).map((name) => `  ${name.toLowerCase()}\n`);
  return resourceText(
    `APPCMD (command) ${object} <identifier> <-parameter1:value1 ...>\n\nSupported commands:\n\n${names.join("")}\n`,
  );
}
