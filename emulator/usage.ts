import { resourceText } from "./appcmd-error";
import { commands } from "./commands";

/** Short help: the objects, or the verbs of one object. */
export function usage(object: string | undefined): string {
  const verbs = object === undefined ? undefined : commands[object];
  if (object === undefined || verbs === undefined) {
    return resourceText(
      `APPCMD (command) (object-type) <identifier> </parameter1:value1 ...>\n\nSupported object types:\n\n${list(commands)}\n`,
    );
  }
  return resourceText(
    `APPCMD (command) ${object} <identifier> <-parameter1:value1 ...>\n\nSupported commands:\n\n${list(verbs).toLowerCase()}\n`,
  );
}

function list(names: object): string {
  return Object.keys(names)
    .map((name) => `  ${name}\n`)
    .join("");
}
