import { findAttribute, settingAttributes } from "./app-pool-attributes";
import type { Attribute } from "./attribute";
import { describeAccepted, describeNames } from "./attribute-notes";
import { type IisVersion, sinceVersion, versionsFrom } from "./iis-version";
import { type SettingGroup, settingGroups } from "./setting-groups";
import { keyPath } from "./key-path";
import { keysOf } from "./settings-paths";

/** A setting as `iispools explain` tells of it. What a setting has not, is left out. */
export interface SettingExplanation {
  readonly kind: "setting";
  readonly path: string;
  readonly doc: string;
  /** `uint`, `list of timeSpan`, `map of name to string`, … */
  readonly type: string;
  readonly unit?: string;
  /** Accepted values in words, with the versions where they changed. */
  readonly range?: string;
  /** Names to choose from. */
  readonly values?: string;
  /** A value is any number of them, not one. */
  readonly several?: true;
  /** How a value may be written. */
  readonly spellings: string;
  /** What 0 or the empty value means, where that is not plain. */
  readonly zero?: string;
  readonly secret?: true;
  /** IIS replaces `%VARIABLES%` in it. */
  readonly expanded?: true;
  /** The default of every IIS version that has it, for people. */
  readonly defaults: Readonly<Partial<Record<IisVersion, string>>>;
  readonly since: IisVersion;
  /** First version that has it in applicationPoolDefaults, where that differs. */
  readonly sinceInDefaults?: IisVersion;
  readonly examples?: readonly unknown[];
  readonly link: string;
}

/** A group of settings, with the full paths of what it holds. `""`: the pool itself. */
export interface GroupExplanation {
  readonly kind: "group";
  readonly path: string;
  readonly doc: string;
  readonly holds: readonly { readonly path: string; readonly doc: string }[];
  readonly link: string;
}

/** What there is to know of a setting or group, whatever the letter case of its path; undefined for a path that is none. */
export function explainSetting(path: string): SettingExplanation | GroupExplanation | undefined {
  const isIt = (one: { readonly path: string }): boolean => one.path.toLowerCase() === path.toLowerCase();
  const group = settingGroups.find(isIt);
  if (group !== undefined) return explainGroup(group);
  const attribute = settingAttributes.find(isIt);
  return attribute === undefined ? undefined : explainAttribute(attribute);
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
  const { path, codec, doc, unit, zero, secret, expanded, since, sinceInDefaults, examples, link } = attribute;
  const range = describeAccepted(attribute);
  const values = describeNames(attribute);
  return {
    ...{ kind: "setting", path, doc, type: codec.iisType },
    ...(unit !== undefined && { unit }),
    ...(range !== undefined && { range }),
    ...(values !== undefined && { values }),
    ...(codec.several && { several: codec.several }),
    spellings: codec.spellings,
    ...(zero !== undefined && { zero }),
    ...(secret === true && { secret }),
    ...(expanded === true && { expanded }),
    ...{ defaults: defaultsOf(attribute), since },
    ...(sinceInDefaults !== undefined && { sinceInDefaults }),
    ...(examples !== undefined && { examples }),
    link,
  };
}

function defaultsOf(attribute: Attribute): SettingExplanation["defaults"] {
  const defaultIn = (version: IisVersion): string =>
    attribute.codec.describeDefault(attribute, sinceVersion(attribute.defaults, version) ?? "");
  return Object.fromEntries(versionsFrom(attribute.since).map((version) => [version, defaultIn(version)]));
}
