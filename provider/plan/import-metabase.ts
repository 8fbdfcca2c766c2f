import { poolNameProblem } from "../model/pool-name";
import { attributeOf } from "../schema/app-pool-attributes";
import { parseValue, ValueError } from "../schema/codecs";
import type { SettingValue } from "../schema/setting-value";
import { Secret } from "../secret";
import { attributeValue, parseXml } from "../xml/parse";
import type { XmlNode } from "../xml/xml-node";
import { identityPaths } from "./identity";
import { type ImportedHost, onlyAccepted, secretNamesOf } from "./import-pools";
import { metabaseProperties, type MetabaseProperty, metabaseSilent } from "./metabase-properties";

const container = "/lm/w3svc/apppools";
const [identityType = "", , password = ""] = identityPaths;

/**
 * The application pools of IIS 6 as declarations for IIS 7 and later: what stands in MetaBase.xml at each pool, and what it
 * inherits from `/LM/W3SVC/AppPools`. What has no counterpart is told in the notes. Of a password the environment variable
 * is named that is to hold it; the metabase has it encrypted.
 *
 * @throws XmlError for text that is not well-formed
 */
export function importMetabase(text: string): ImportedHost {
  const keys = elementsOf(parseXml(text.replace(/^\uFEFF/, "")));
  const notes: string[] = [];
  const secretNames = new Set<string>();
  const inherited = keys.filter((key) => locationOf(key) === container);
  const common = settingsOf("AppPools", inherited, notes);
  const pools = keys.flatMap((key) => {
    const name = poolNameOf(key);
    if (name === undefined) return [];
    const problem = poolNameProblem(name);
    if (problem !== undefined) {
      notes.push(`pool ${JSON.stringify(name)} is left out: ${problem}`);
      return [];
    }
    const own: Record<string, SettingValue> = { ...common, ...settingsOf(name, [key], notes) };
    const settings = onlyAccepted(name, "pool", withPassword(withoutEmptyNames(own)), notes);
    return [{ name, settings, secretNames: secretNamesOf(name, settings, secretNames) }];
  });
  return { pools, notes };
}

function elementsOf(root: XmlNode): XmlNode[] {
  return [root, ...root.children.flatMap(elementsOf)];
}

function locationOf(key: XmlNode): string | undefined {
  return attributeValue(key, "Location")?.toLowerCase().replace(/\/$/, "");
}

/** A pool is known by its place, whatever the element is called. */
function poolNameOf(key: XmlNode): string | undefined {
  const location = attributeValue(key, "Location") ?? "";
  if (!location.toLowerCase().startsWith(`${container}/`)) return undefined;
  const name = location.slice(container.length + 1);
  return name === "" || name.includes("/") ? undefined : name;
}

function settingsOf(name: string, keys: readonly XmlNode[], notes: string[]): Record<string, SettingValue> {
  const settings: Record<string, SettingValue> = {};
  for (const { attributes, children } of keys) {
    for (const { name: property, value } of attributes) {
      const known = Object.hasOwn(metabaseProperties, property) ? metabaseProperties[property] : undefined;
      if (known !== undefined) readProperty(name, property, known, value, settings, notes);
      else if (!metabaseSilent.includes(property))
        notes.push(`${name}: ${property} is left out: IIS 7 has no such setting`);
    }
    for (const child of children) {
      const property = attributeValue(child, "Name") ?? child.name;
      notes.push(`${name}: ${property} is left out: it is no property of IIS itself`);
    }
  }
  return settings;
}

function readProperty(
  name: string,
  property: string,
  { path, as }: MetabaseProperty,
  text: string,
  settings: Record<string, SettingValue>,
  notes: string[],
): void {
  try {
    settings[path] = parseValue(attributeOf(path), inputOf(as, text.trim()));
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    notes.push(`${name}: ${property} is left out: ${error.problems.map(({ message }) => message).join("; ")}`);
  }
}

/** The text of the metabase as one would write it into a pool file. */
function inputOf(as: MetabaseProperty["as"], text: string): unknown {
  switch (as) {
    case "m":
    case "s":
      return /^\d+$/.test(text) ? `${text}${as}` : text;
    case "number":
      return /^\d+$/.test(text) ? Number(text) : text;
    case "flags":
      return /^\d+$/.test(text) ? Number(text) : text.replace(/AppPoolRecycle/gi, "").replaceAll("|", ",");
    // The entries of a MULTISZ stand on lines of their own, which XML makes blanks of.
    case "times":
      return text === "" ? [] : text.split(/[\s,]+/);
    case "bool":
      return text === "1" || text === "0" ? text === "1" : text;
    case "text":
      return text;
  }
}

/** Every key of the metabase has a user name, mostly an empty one, which stands for none. */
function withoutEmptyNames(settings: Readonly<Record<string, SettingValue>>): Record<string, SettingValue> {
  return Object.fromEntries(
    Object.entries(settings).filter(([path, value]) => value !== "" || !identityPaths.includes(path)),
  );
}

/** The text is never looked at: what is written is the name of a variable. */
function withPassword(settings: Readonly<Record<string, SettingValue>>): Record<string, SettingValue> {
  return settings[identityType] === "SpecificUser" ? { ...settings, [password]: new Secret("-") } : { ...settings };
}
