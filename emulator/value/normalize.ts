import type { Rules } from "../assume";
import type { AttributeSchema } from "../schema/load-schema";

/** A value in the form in which appcmd prints and stores it, or IIS's own reason for refusing it. */
export type Normalized = { readonly value: string } | { readonly reason: string };

/**
 * Reads a time span as IIS does: `[-][d.]hh:mm[:ss[.ff]]`, in whole seconds. Hours beyond 23 are hours, so `29:00:00`
 * is a day and five hours. Returns undefined for any other text.
 */
export function parseTimeSpan(text: string): number | undefined {
  const match = /^(-)?(?:(\d+)\.)?(\d+):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, sign, days = "0", hours = "0", minutes = "0", seconds = "0"] = match;
  if (Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const total = Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  return sign === undefined ? total : -total;
}

/** Writes seconds in appcmd's format: `[d.]hh:mm:ss`. */
export function formatTimeSpan(seconds: number): string {
  const two = (value: number): string => String(Math.trunc(value)).padStart(2, "0");
  const days = Math.trunc(seconds / 86_400);
  const rest = seconds % 86_400;
  const time = [rest / 3_600, (rest % 3_600) / 60, rest % 60].map(two).join(":");
  return days === 0 ? time : `${days}.${time}`;
}

/** Checks a time span against range and granularity of its schema, all in seconds. */
export function normalizeTimeSpan(schema: AttributeSchema, text: string): Normalized {
  const seconds = parseTimeSpan(text);
  if (seconds === undefined) return { reason: "Timespan must be of form [-][d.]hh:mm:ss[.ff]" };
  const [minimum, maximum, granularity] = (schema.validationParameter ?? "").split(",").map(Number);
  if (minimum === undefined || maximum === undefined || granularity === undefined) {
    return { value: formatTimeSpan(seconds) };
  }
  // Ranges that begin at one second count their steps from zero.
  const offset = minimum === 1 ? 0 : minimum;
  if (seconds >= minimum && seconds <= maximum && (seconds - offset) % granularity === 0) {
    return { value: formatTimeSpan(seconds) };
  }
  return {
    reason: `Timespan value must be between ${formatTimeSpan(minimum)} and ${formatTimeSpan(maximum)} seconds inclusive, with a granularity of ${granularity} seconds`,
  };
}

/** Largest number of the schema type uint. */
const maximalUint = 4_294_967_295;

/** Checks a whole number against the range of its schema, or against 32 bits if the schema has none. */
export function normalizeNumber(schema: AttributeSchema, text: string): Normalized {
  const ranged = schema.validationType === "integerRange";
  const [minimum = 0, maximum = maximalUint] = (schema.validationParameter ?? "")
    .split(",")
    .filter(Boolean)
    .map(Number);
  const number = /^[+-]?\d+$/.test(text.trim()) ? Number(text.trim()) : NaN;
  if (number >= minimum && number <= maximum) return { value: String(Math.abs(number)) };
  return {
    reason: ranged
      ? `Integer value must be between ${minimum} and ${maximum} inclusive`
      : "Not a valid unsigned integer",
  };
}

/** Maximum length of a new pool's name; a longer name in the file is accepted. */
export const maximalPoolName = 64;

/**
 * Checks a value against its schema and converts it to print form: enum numbers become names, `29:00:00` becomes
 * `1.05:00:00`.
 */
export function normalizeValue(schema: AttributeSchema, text: string): Normalized {
  if (schema.type === "string") return normalizeString(schema, text);
  const known = forms.get(schema) ?? new Map<string, Normalized>();
  forms.set(schema, known);
  const form = known.get(text) ?? normalizeScalar(schema, schema.type, text);
  known.set(text, form);
  return form;
}

/** By attribute and text: most pools have the same values. */
const forms = new WeakMap<AttributeSchema, Map<string, Normalized>>();

function normalizeScalar(
  schema: AttributeSchema,
  type: Exclude<AttributeSchema["type"], "string">,
  text: string,
): Normalized {
  switch (type) {
    case "bool":
      return normalizeBoolean(text);
    case "uint":
    case "int":
      return normalizeNumber(schema, text);
    case "enum":
      return normalizeEnum(schema, text);
    case "flags":
      return normalizeFlags(schema, text);
    case "timeSpan":
      return normalizeTimeSpan(schema, text);
  }
}

function normalizeString(schema: AttributeSchema, text: string): Normalized {
  if (schema.validationType === "nonEmptyString" && text === "") return { reason: "String must not be empty" };
  if (schema.validationType === "applicationPoolName" && (text.trim() === "" || /[\\/"|<>:*?\][+=;,@&]/.test(text))) {
    return { reason: "Invalid application pool name" };
  }
  return { value: text };
}

function normalizeBoolean(text: string): Normalized {
  return /^(?:[Tt]rue|[Ff]alse)$/.test(text)
    ? { value: text.toLowerCase() }
    : { reason: "Boolean must be either true or false" };
}

function normalizeEnum({ members, rules }: AttributeSchema, text: string): Normalized {
  const member = members.find(({ name, value }) => isNamed(rules, name, text) || String(value) === text);
  if (member !== undefined) return { value: member.name };
  return { reason: `Enum must be one of ${members.map(({ name }) => name).join(", ")}` };
}

function isNamed(rules: Rules, name: string, text: string): boolean {
  return name === text || (rules("enum-case") === "accepted" && name.toLowerCase() === text.toLowerCase());
}

function normalizeFlags({ members, rules }: AttributeSchema, text: string): Normalized {
  const all = members.reduce((mask, { value }) => mask | value, 0);
  const mask = /^\d+$/.test(text) ? Number(text) : maskOf(members, rules, text);
  if (mask === undefined || mask > all || (mask & ~all) !== 0) {
    return { reason: `Flags must be some combination of ${members.map(({ name }) => name).join(", ")}` };
  }
  return { value: members.flatMap(({ name, value }) => ((mask & value) === 0 ? [] : [name])).join(", ") };
}

function maskOf(members: AttributeSchema["members"], rules: Rules, text: string): number | undefined {
  if (text.trim() === "" || text === "None") return 0;
  let mask = 0;
  for (const part of text.split(",")) {
    const member = members.find(({ name }) => isNamed(rules, name, part.trim()));
    if (member === undefined) return undefined;
    mask |= member.value;
  }
  return mask;
}

const prefix = "[enc:IISWASOnlyAesProvider:";
const suffix = ":enc]";
const key = Buffer.from("appcmd-emulator: this is not protection");
/** The first bytes of every encoding of this program, which distinguish it from others. */
const mark = Buffer.from("emu1");

/**
 * Writes a password in the format in which IIS stores one. It imitates the format without protection: the key is fixed
 * and public, so anyone can decode the text. Equal passwords give equal texts.
 */
export function encodePassword(password: string): string {
  if (password === "") return prefix + suffix;
  if (isForeign(password)) return password;
  return prefix + mix(Buffer.concat([mark, Buffer.from(password, "utf8")])).toString("base64") + suffix;
}

/** Whether a real server has encrypted the text; it is kept unchanged, because only that server can read it. */
function isForeign(text: string): boolean {
  return text.startsWith("[enc:") && text.endsWith(suffix) && decodePassword(text) === text;
}

/**
 * The password as appcmd lists it, decoded. Plain text, and an encoding by a real server, are returned unchanged; an
 * encrypted empty text is empty, whatever its provider.
 */
export function decodePassword(stored: string): string {
  if (/^\[enc:(?:[^:\]]*:)?:enc\]$/.test(stored)) return "";
  if (!stored.startsWith(prefix) || !stored.endsWith(suffix)) return stored;
  const body = stored.slice(prefix.length, -suffix.length);
  if (body === "") return "";
  const bytes = mix(Buffer.from(body, "base64"));
  return bytes.subarray(0, mark.length).equals(mark) ? bytes.subarray(mark.length).toString("utf8") : stored;
}

function mix(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte, index) => byte ^ (key[index % key.length] ?? 0) ^ (index & 0xff)));
}
