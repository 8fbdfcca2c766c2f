import type { Attribute } from "./codecs/codec";
import { string } from "./codecs/string";
import { anyCase } from "./codecs/patterns";
import { wrongValue } from "./codecs/value-error";

/** The key for attributes that the server knows but this package does not. */
export const otherKey = "other";

/** Its description in the list of a pool's keys. */
export const otherDoc =
  "Attributes that the server knows but this package does not, by their names in IIS (processModel.newThing), each with the text that appcmd prints. https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/";

const prefix = `${otherKey}.`;

const namePattern = "[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*";

/** The allowed names of such an attribute. */
export const otherName = new RegExp(`^${namePattern}$`);

/** The paths that the settings for such attributes have, as a pattern for a part of a text. */
export const otherPathPattern = `${otherKey}\\.${namePattern}`;

/** Names of possible secrets; such attributes are neither declared nor imported. */
export const otherSecret = new RegExp(
  `${["password", "passwd", "secret", "credential", "token"].map(anyCase).join("|")}|${anyCase("key")}$`,
);

/** The path of the setting for an attribute by its name in IIS: `other.processModel.newThing`. */
export function otherPath(attribute: string): string {
  return prefix + attribute;
}

/** Whether a setting is declared under `other`. */
export function isOther(path: string): boolean {
  return path.startsWith(prefix);
}

/** The path of a setting as appcmd knows it. */
export function iisPath(path: string): string {
  return isOther(path) ? path.slice(prefix.length) : path;
}

/**
 * Whether an attribute of that name can be declared under `other`: it is a scalar, and its name does not look like a
 * secret.
 */
export function isOtherName(attribute: string): boolean {
  return otherName.test(attribute) && !otherSecret.test(attribute);
}

/** The facts of an attribute that this package does not know: it is a text. */
export function findOther(path: string): Attribute | undefined {
  if (!isOther(path) || !isOtherName(iisPath(path))) return undefined;
  return {
    ...{ path, codec: string, since: "7.0", defaults: [["7.0", ""]] },
    doc: "An attribute that this package does not know.",
    link: "https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/",
  };
}

/** The text of a value under `other`. @throws ValueError for anything except a text, number or bool */
export function otherText(attribute: Attribute, input: unknown): string {
  if (typeof input === "string") return input;
  if (typeof input === "boolean" || Number.isSafeInteger(input)) return String(input);
  throw wrongValue(attribute, "a text as appcmd prints it", input);
}
