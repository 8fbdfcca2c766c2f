import { poolKey } from "../name-keys";
import { identityPaths, identityTypePath, passwordPath } from "../schema/identity-paths";
import type { SettingValue } from "../schema/setting-value";
import { Secret } from "../secret";
import { parseXml } from "../xml/parse";
import { type ImportedHost, onlyAccepted, secretNamesOf } from "./import-pools";
import { metabaseKeys, poolNote, type WrittenProperty } from "./metabase-keys";
import { findMetabaseProperty, isSilent, type MetabaseProperty } from "./metabase-properties";
import { metabaseValue } from "./metabase-value";

/** By path; undefined is what IIS 6 has and IIS 7 cannot have, so that it is not inherited either. */
type Read = Readonly<Record<string, SettingValue | undefined>>;

/**
 * The application pools of IIS 6 as declarations for IIS 7 and later: what stands in MetaBase.xml at each pool, and what it
 * inherits from `/LM/W3SVC/AppPools` and `/LM/W3SVC`. What has no counterpart is told in the notes. Of a password the
 * environment variable is named that is to hold it; the metabase has it encrypted.
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
    notes.push(`${where}: ${name} is left out: pools do not inherit it`);
    return false;
  };
}

function readProperties(where: string, properties: readonly WrittenProperty[], notes: string[]): Read {
  const read: Record<string, SettingValue | undefined> = {};
  for (const written of properties) {
    const property = findMetabaseProperty(written.name, written.id);
    if (property !== undefined) read[property.path] = readOne(where, property, written, notes);
    else if (!isSilent(written.name, written.id))
      notes.push(`${where}: ${written.name} is left out: ${whyNot(written)}`);
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
  return id === undefined ? "IIS 7 has no such setting" : "it is no property of IIS itself";
}

/** Every key of the metabase has a user name, mostly an empty one, which stands for none. */
function known(read: Read): Record<string, SettingValue> {
  return Object.fromEntries(
    Object.entries(read).flatMap(([path, value]): [string, SettingValue][] =>
      value === undefined || (value === "" && identityPaths.includes(path)) ? [] : [[path, value]],
    ),
  );
}

/** The text is never looked at: what is written is the name of a variable. */
function withPassword(settings: Readonly<Record<string, SettingValue>>): Record<string, SettingValue> {
  return settings[identityTypePath] === "SpecificUser"
    ? { ...settings, [passwordPath]: new Secret("-") }
    : { ...settings };
}
