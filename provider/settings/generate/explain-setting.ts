import { findAttribute, settingAttributes } from "../app-pool-attributes";
import type { Attribute } from "../codecs/codec";
import { describeAccepted, describeNames } from "./attribute-notes";
import { type IisVersion, sinceVersion, versionsFrom } from "../iis-version";
import { type AttributeValue, parseText } from "../codecs/codecs";
import { type SettingGroup, settingGroups } from "../groups";
import { keyPath } from "../key-path";
import { keysOf } from "../paths";

/** A setting as `iispools explain` shows it. Members that do not apply are absent. */
export interface SettingExplanation {
  readonly kind: "setting";
  readonly path: string;
  /** Its name in IIS Manager. */
  readonly label?: string;
  readonly doc: string;
  /** `uint`, `list of timeSpan`, `map of name to string`, … */
  readonly type: string;
  readonly unit?: string;
  /** Accepted values in words, with the versions where they changed. */
  readonly range?: string;
  /** Names to choose from. */
  readonly values?: string;
  /** Whether a value is any number of the names, not one of them. */
  readonly several?: true;
  /** How a value may be written. */
  readonly spellings: string;
  /** The meaning of 0 or the empty value, if it is not obvious. */
  readonly zero?: string;
  readonly secret?: true;
  /** Whether IIS replaces `%VARIABLES%` in it. */
  readonly expanded?: true;
  /** The default of every IIS version that has it, for people. */
  readonly defaults: Readonly<Partial<Record<IisVersion, string>>>;
  /** The same as canonical values. */
  readonly defaultValues: Readonly<Partial<Record<IisVersion, AttributeValue>>>;
  readonly since: IisVersion;
  /** First version that has it in applicationPoolDefaults, if that differs. */
  readonly sinceInDefaults?: IisVersion;
  readonly examples?: readonly unknown[];
  readonly link: string;
}

/** A group of settings, with the full paths of its members. `""`: the pool itself. */
export interface GroupExplanation {
  readonly kind: "group";
  readonly path: string;
  readonly doc: string;
  readonly holds: readonly { readonly path: string; readonly doc: string }[];
  readonly link: string;
}

/** The facts of a setting or group, by its path in any letter case; undefined if the path does not exist. */
export function explainSetting(path: string): SettingExplanation | GroupExplanation | undefined {
  const isIt = (one: { readonly path: string }): boolean => one.path.toLowerCase() === path.toLowerCase();
  const group = settingGroups.find(isIt);
  if (group !== undefined) return explainGroup(group);
  const attribute = settingAttributes.find(isIt);
  return attribute === undefined ? undefined : explainAttribute(attribute);
}

/** The settings whose path or name in IIS Manager contains a text, in any letter case. */
export function settingsWith(text: string): { readonly path: string; readonly doc: string }[] {
  const wanted = text.toLowerCase();
  return settingAttributes
    .filter(({ path, label = "" }) => [path, label].some((name) => name.toLowerCase().includes(wanted)))
    .map(({ path, doc }) => ({ path, doc }));
}

function explainGroup({ path, doc, link }: SettingGroup): GroupExplanation {
  const holds = keysOf(path).map((key) => {
    const child = keyPath(path, key);
    return { path: child, doc: docOf(child) };
  });
  return { kind: "group", path, doc, holds, link };
}

function docOf(path: string): string {
  return (findAttribute(path) ?? settingGroups.find((group) => group.path === path))?.doc ?? "";
}

function explainAttribute(attribute: Attribute): SettingExplanation {
  const { path, label, codec, doc, unit, zero, secret, expanded, since, sinceInDefaults, examples, link } = attribute;
  const range = describeAccepted(attribute);
  const values = describeNames(attribute);
  return {
    ...{ kind: "setting", path, ...(label !== undefined && { label }), doc, type: codec.iisType },
    ...(unit !== undefined && { unit }),
    ...(range !== undefined && { range }),
    ...(values !== undefined && { values }),
    ...(codec.several && { several: codec.several }),
    spellings: codec.spellings,
    ...(zero !== undefined && { zero }),
    ...(secret === true && { secret }),
    ...(expanded === true && { expanded }),
    ...{ defaults: defaultsOf(attribute, describeDefault), defaultValues: defaultsOf(attribute, defaultValue), since },
    ...(sinceInDefaults !== undefined && { sinceInDefaults }),
    ...(examples !== undefined && { examples }),
    link,
  };
}

/** For each IIS version, the result of `read` for the default as appcmd's text. */
function defaultsOf<T>(
  attribute: Attribute,
  read: (attribute: Attribute, text: string) => T,
): Readonly<Partial<Record<IisVersion, T>>> {
  const defaultIn = (version: IisVersion): T => read(attribute, sinceVersion(attribute.defaults, version) ?? "");
  return Object.fromEntries(versionsFrom(attribute.since).map((version) => [version, defaultIn(version)]));
}

function describeDefault(attribute: Attribute, text: string): string {
  return attribute.codec.describeDefault(attribute, text);
}

/** A map has no text: its default is empty. */
function defaultValue(attribute: Attribute, text: string): AttributeValue {
  return attribute.codec.shape === "map" ? {} : parseText(attribute, text);
}
