import { Secret } from "../secret";
import { findAttribute } from "../settings/app-pool-attributes";
import { type AttributeValue, describeValue } from "../settings/codecs/codecs";
import { secondsOfClock } from "../settings/codecs/timespan-text";
import { isVariables } from "../settings/codecs/variables";
import { type SettingValue, shownValue } from "../settings/value";

/** A value of a document: canonical, `[secret]` for a secret, null for the value that a setting inherits. */
export type DocumentValue = AttributeValue | null;

const masked = String(new Secret(""));

/**
 * The one place where values of settings get into documents. Values that are secret by type or path are `[secret]`, or
 * empty if they are not set; variables keep only their names.
 *
 * @param before the value that is replaced
 */
export function documentValue(path: string, value: SettingValue, before?: SettingValue): AttributeValue {
  if (value instanceof Secret) return value.isSet ? masked : "";
  return isSecret(path) ? masked : (shownValue(value, before) as AttributeValue);
}

/** The value of a document for people: `1.5 GB`, `off`, `29 h`, `(inherited)`, `DB=[secret]`. */
export function describeDocumentValue(path: string, value: DocumentValue): string {
  if (value === null) return "(inherited)";
  if (isSecret(path)) return value === "" ? "(none)" : masked;
  if (isVariables(value)) {
    return (
      Object.entries(value)
        .map(([name, text]) => `${name}=${text}`)
        .join(", ") || "(none)"
    );
  }
  const attribute = findAttribute(path);
  return attribute === undefined ? plain(value) : describeValue(attribute, value);
}

/** A text by which the values of a setting sort: none first, numbers and durations by their size, lists entry by entry. */
export function sortKey(value: DocumentValue = null): string {
  if (value === null) return "";
  const parts = typeof value === "object" ? Object.values(value) : [value];
  return parts.map((part) => partKey(typeof part === "string" ? (secondsOfClock(part) ?? part) : part)).join("\0");
}

function partKey(part: string | number | boolean): string {
  return typeof part === "number" ? String(part).padStart(longestNumber, "0") : String(part);
}

/** The longest number of a setting has 19 digits. */
const longestNumber = 20;

function plain(value: AttributeValue): string {
  return typeof value === "object" ? Object.values(value).join(", ") : String(value);
}

function isSecret(path: string): boolean {
  return findAttribute(path)?.secret === true;
}
