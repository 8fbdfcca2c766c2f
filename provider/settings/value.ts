import { Secret } from "../secret";
import { attributeOf, findAttribute } from "./app-pool-attributes";
import { type AttributeValue, describeValue, equalValues } from "./codecs/codecs";
import { hideVariables } from "./codecs/variables";

/** The value of one setting: canonical, a secret wrapped. */
export type SettingValue = AttributeValue | Secret;

/** Settings by their path. */
export type Settings = Readonly<Record<string, SettingValue>>;

/** Wraps the values of secret attributes. */
export function protectSettings(settings: Settings): Settings {
  return Object.fromEntries(
    Object.entries(settings).map(([path, value]) => [
      path,
      attributeOf(path).secret === true && typeof value === "string" ? new Secret(value) : value,
    ]),
  );
}

/** Whether both values mean the same to IIS. */
export function equalSettings(path: string, a: SettingValue, b: SettingValue): boolean {
  if (a instanceof Secret || b instanceof Secret) return a instanceof Secret && b instanceof Secret && a.equals(b);
  return equalValues(attributeOf(path), a, b);
}

/**
 * The value for people, with its unit; a secret is `[secret]`, or `(none)` if it is empty.
 *
 * @param before the value that it replaces; changed variables are marked
 */
export function describeSetting(path: string, value: SettingValue, before?: SettingValue): string {
  if (value instanceof Secret) return value.isSet ? String(value) : "(none)";
  return describeValue(attributeOf(path), value, plainValue(before));
}

/** The value that programs may show: see {@link hideVariables}; a secret stays wrapped. */
export function shownValue(value: SettingValue, before?: SettingValue): SettingValue {
  return value instanceof Secret ? value : hideVariables(value, plainValue(before));
}

function plainValue(value: SettingValue | undefined): AttributeValue | undefined {
  return value instanceof Secret ? undefined : value;
}

/** Entries of a map. */
export type Texts = Readonly<Record<string, string>>;

/** The entries of a list; none if the value is absent or not a list. */
export function asList(value: SettingValue | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

/** The entries of a map; none if the value is absent or not a map. */
export function asMap(value: SettingValue | undefined): Texts {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Secret) ? (value as Texts) : {};
}

/** The name of a setting: `Private Memory Limit (recycling.periodicRestart.privateMemory)`, or only its path. */
export function nameSetting({ label, path }: { readonly label?: string; readonly path: string }): string {
  return label === undefined ? path : `${label} (${path})`;
}

/** The value with the meaning of its zero: `off (no limit)`. */
export function explainZero(path: string, text: string): string {
  const { zero, zeroName } = findAttribute(path) ?? {};
  return zero !== undefined && text === zeroName && zeroName === "off" ? `${text} (${zero})` : text;
}
