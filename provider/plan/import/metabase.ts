import { poolKey } from "../../names";
import { poolNameProblem } from "../../pool-file/schema/names";
import { Secret } from "../../secret";
import { identityPaths, identityTypePath, passwordPath } from "../../settings/key-path";
import type { SettingValue } from "../../settings/value";
import { attributeValue, parseXml, type XmlNode } from "../../xml/parse";
import { type ImportedHost, onlyAccepted, secretNamesOf } from "./import-pools";
import { findMetabaseProperty, isSilent, type MetabaseProperty, metabaseValue } from "./metabase-values";

const service = "/lm/w3svc";
const container = `${service}/apppools`;

/** A property in MetaBase.xml. */
export interface WrittenProperty {
  readonly name: string;
  readonly text: string;
  /** For a `<Custom>` element, which may have another name. */
  readonly id?: number;
  /** False if the file states that keys below do not inherit it; undefined if the schema decides that. */
  readonly isInherited?: boolean;
}

/** The application pool data of a metabase. */
interface MetabaseKeys {
  /** The properties of the web service; pools inherit the global ones. */
  readonly service: readonly WrittenProperty[];
  /** The properties of `/LM/W3SVC/AppPools`. */
  readonly container: readonly WrittenProperty[];
  readonly pools: readonly { readonly name: string; readonly properties: readonly WrittenProperty[] }[];
}

/** A key is identified by its place; the name of its element is ignored. */
export function metabaseKeys(root: XmlNode): MetabaseKeys {
  const keys = elementsOf(root);
  const at = (location: string): WrittenProperty[] =>
    keys.filter((key) => locationOf(key).toLowerCase() === location).flatMap(propertiesOf);
  return {
    service: at(service),
    container: at(container),
    pools: keys.flatMap((key) => {
      const name = poolNameOf(key);
      return name === undefined ? [] : [{ name, properties: propertiesOf(key) }];
    }),
  };
}

/**
 * The fault of the name in IIS 7, as a note; undefined for a valid name.
 *
 * @param earlier the same name earlier in the file: keys of the metabase ignore letter case, as IIS 7 does
 */
export function poolNote(name: string, earlier: string | undefined): string | undefined {
  const problem = poolNameProblem(name) ?? (earlier && `the file already has it, as ${JSON.stringify(earlier)}`);
  return problem === undefined ? undefined : `pool ${JSON.stringify(name)} is omitted: ${problem}`;
}

function elementsOf(root: XmlNode): XmlNode[] {
  return [root, ...root.children.flatMap(elementsOf)];
}

function locationOf(key: XmlNode): string {
  return (attributeValue(key, "Location") ?? "").replace(/\/$/, "");
}

function poolNameOf(key: XmlNode): string | undefined {
  const location = locationOf(key);
  if (!location.toLowerCase().startsWith(`${container}/`)) return undefined;
  const name = location.slice(container.length + 1);
  return name.includes("/") ? undefined : name;
}

function propertiesOf({ attributes, children }: XmlNode): WrittenProperty[] {
  const own = attributes.map(({ name, value }) => ({ name, text: value }));
  const customs = children
    .filter((child) => child.name.toLowerCase() === "custom")
    .map((child): WrittenProperty => {
      const [id, flags] = [attributeValue(child, "ID"), attributeValue(child, "Attributes")];
      return {
        name: attributeValue(child, "Name") ?? `property ${id ?? "without a name"}`,
        text: attributeValue(child, "Value") ?? "",
        ...(id !== undefined && { id: Number(id) }),
        ...(flags !== undefined && { isInherited: /\bINHERIT\b/i.test(flags) }),
      };
    });
  return [...own, ...customs];
}

/** By path; undefined for a value that IIS 7 cannot have: then nothing is inherited either. */
type Read = Readonly<Record<string, SettingValue | undefined>>;

/**
 * The application pools of IIS 6 as declarations for IIS 7 and later: the properties of each pool in MetaBase.xml, and
 * those that it inherits from `/LM/W3SVC/AppPools` and `/LM/W3SVC`. Notes list the properties without an equivalent. A
 * password is declared as an environment variable; the metabase has it encrypted.
 *
 * @throws XmlError for text that is not well-formed
 */
export function importMetabase(text: string): ImportedHost {
  const { service, container, pools: keys } = metabaseKeys(parseXml(text.replace(/^\uFEFF/, "")));
  const notes: string[] = [];
  const secretNames = new Set<string>();
  const common = {
    ...readProperties("W3SVC", service.filter(isGlobal), notes),
    ...readProperties("AppPools", container.filter(isHandedDown("AppPools", notes)), notes),
  };
  const names = new Map<string, string>();
  const pools = keys.flatMap(({ name, properties }) => {
    const refusal = poolNote(name, names.get(poolKey(name)));
    if (refusal !== undefined) {
      notes.push(refusal);
      return [];
    }
    names.set(poolKey(name), name);
    const own = { ...common, ...readProperties(name, properties, notes) };
    const settings = onlyAccepted(name, "pool", withPassword(known(own)), notes);
    return [{ name, settings, secretNames: secretNamesOf(name, settings, secretNames) }];
  });
  return { pools, notes };
}

function isGlobal({ name, id }: WrittenProperty): boolean {
  return findMetabaseProperty(name, id)?.isGlobal === true;
}

function isHandedDown(where: string, notes: string[]): (written: WrittenProperty) => boolean {
  return ({ name, id, isInherited }) => {
    const known = findMetabaseProperty(name, id);
    if (known === undefined || (isInherited ?? known.isOwn !== true)) return true;
    notes.push(`${where}: ${name} is omitted: pools do not inherit it`);
    return false;
  };
}

function readProperties(where: string, properties: readonly WrittenProperty[], notes: string[]): Read {
  const read: Record<string, SettingValue | undefined> = {};
  for (const written of properties) {
    const property = findMetabaseProperty(written.name, written.id);
    if (property !== undefined) read[property.path] = readOne(where, property, written, notes);
    else if (!isSilent(written.name, written.id))
      notes.push(`${where}: ${written.name} is omitted: ${whyNot(written)}`);
  }
  return read;
}

function readOne(
  where: string,
  property: MetabaseProperty,
  { name, text }: WrittenProperty,
  notes: string[],
): SettingValue | undefined {
  const { value, note } = metabaseValue(property, text);
  if (note !== undefined) notes.push(`${where}: ${name} ${note}`);
  return value;
}

function whyNot({ id }: WrittenProperty): string {
  return id === undefined ? "IIS 7 has no such setting" : "it is not a property of IIS itself";
}

/** Every key of the metabase has a user name; it is mostly empty, which means none. */
function known(read: Read): Record<string, SettingValue> {
  return Object.fromEntries(
    Object.entries(read).flatMap(([path, value]): [string, SettingValue][] =>
      value === undefined || (value === "" && identityPaths.includes(path)) ? [] : [[path, value]],
    ),
  );
}

/** The text is never read: the name of a variable is written instead. */
function withPassword(settings: Readonly<Record<string, SettingValue>>): Record<string, SettingValue> {
  return settings[identityTypePath] === "SpecificUser"
    ? { ...settings, [passwordPath]: new Secret("-") }
    : { ...settings };
}
