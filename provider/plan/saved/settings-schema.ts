import * as z from "zod";
import { type Environment, noSecretsInFiles, readVariable } from "../../env-reference";
import { type JsonSchema, jsonSchemaOf } from "../../input/json-schema";
import { mustBe, optional, text } from "../../input/members";
import { object } from "../../input/object";
import { readWithin } from "../../input/read-input";
import { describeKind, describeWrong } from "../../input/wording";
import { lazily } from "../../lazily";
import { settingMember } from "../../pool-file/schema/settings";
import { unknownSetting } from "../../pool-file/schema/unknown-setting";
import { valueMember } from "../../pool-file/schema/value-member";
import { isRecord } from "../../record";
import { Secret } from "../../secret";
import { attributeOf, findAttribute, settingAttributes } from "../../settings/app-pool-attributes";
import type { Attribute } from "../../settings/codecs/codec";
import { type AttributeValue, formatText, parseText, ValueError } from "../../settings/codecs/codecs";
import { otherPathPattern } from "../../settings/other-attributes";
import type { Settings, SettingValue } from "../../settings/value";
import type { SettingChange } from "../change/change";
import { envKey } from "./encode-change";

const mustBeReference = mustBe(
  `{ "${envKey}": NAME }, the environment variable that holds the secret, or "" for none`,
  describeKind,
);

/** A secret in a saved plan: `{ "$env": "NAME" }`, or `""` for none. It is read as the secret itself. */
export function savedSecret(env: Environment): z.ZodType<Secret> {
  const error: z.core.$ZodErrorMap = (issue) =>
    typeof issue.input === "string" && issue.input !== ""
      ? noSecretsInFiles(`{ "${envKey}": NAME }`)
      : mustBeReference(issue);
  const none = z.literal("", { error });
  const variable = object({ [envKey]: text("the name of an environment variable") });
  return z.union([none, variable], { error }).transform((given, context) => {
    if (given === "") return new Secret("");
    const found = readVariable(env, given[envKey]);
    if ("value" in found) return new Secret(found.value);
    context.issues.push({ code: "custom", input: given, message: found.problem });
    return z.NEVER;
  });
}

const paths: readonly string[] = settingAttributes.map(({ path }) => path);
const isKnown: ReadonlySet<string> = new Set(paths);
const secretPaths = settingAttributes.filter(({ secret }) => secret === true).map(({ path }) => path);
const otherPattern = `^${otherPathPattern}$`;

/** The path of a setting: `cpu.limit`, `other.newThing`. */
export const savedPath = lazily(() =>
  text("the path of a setting")
    .refine((path) => isSetting(path), { error: ({ input }) => unknownSetting(String(input)) })
    .meta({ id: "savedPath", anyOf: [{ enum: paths }, { pattern: otherPattern }] }),
);

/** A setting that differs. Each value is canonical; an unreadable live value is the text of appcmd. */
export function settingChange(env: Environment): z.ZodType<SettingChange> {
  const { read } = settingReader((attribute) => (attribute.secret === true ? savedSecret(env) : liveValue(attribute)));
  const bothAre = (schema: object): object => ({ properties: { from: schema, to: schema } });
  return object({ path: savedPath(), from: optional(z.unknown()), to: optional(z.unknown()) })
    .transform(({ path, from, to }, context): SettingChange => ({
      path,
      from: from === undefined ? undefined : read(path, from, "from", context),
      to: to === undefined ? undefined : read(path, to, "to", context),
    }))
    .meta({
      id: "settingChange",
      if: { properties: { path: { enum: secretPaths } } },
      then: bothAre(bare(savedSecret({}))),
      else: bothAre(liveSchema),
    });
}

/** Desired settings by their paths, each as in a pool file, except secrets. They are returned in the order of the schema. */
export function wantedSettings(env: Environment): z.ZodType<Settings> {
  const { read, memberOf } = settingReader((attribute) =>
    attribute.secret === true ? savedSecret(env) : settingMember(attribute),
  );
  const settings = z.unknown().transform((given, context) => {
    const refuse = (keys: readonly string[], message: string): void => {
      context.issues.push({ code: "custom", input: given, path: [...keys], message });
    };
    if (!isRecord(given)) {
      refuse([], describeWrong("an object with settings by their paths", given));
      return {};
    }
    const others = Object.keys(given).filter((path) => !isKnown.has(path));
    const values: Record<string, SettingValue> = {};
    for (const path of [...paths.filter((known) => Object.hasOwn(given, known)), ...others.sort()]) {
      if (!isSetting(path)) {
        refuse(path.split("."), unknownSetting(path));
        continue;
      }
      const value = read(path, given[path], path, context);
      if (value !== undefined) values[path] = value;
    }
    return values;
  });
  return settings.meta({
    type: "object",
    // Created only for the JSON Schema, never when a plan is read.
    get properties() {
      return Object.fromEntries(paths.map((path) => [path, bare(memberOf(path))]));
    },
    patternProperties: { [otherPattern]: { type: "string" } },
    additionalProperties: false,
  });
}

/** The JSON Schema of a part. */
function bare(schema: z.ZodType): JsonSchema {
  const rest = { ...jsonSchemaOf(schema) };
  Reflect.deleteProperty(rest, "$schema");
  return rest;
}

/** The target is not a setting. */
function isSetting(path: string): boolean {
  return isKnown.has(path) || (path !== "name" && findAttribute(path) !== undefined);
}

type SettingMember = z.ZodType<SettingValue>;

/** Reads values of settings, each by its member. A plan repeats few values thousands of times, so each is read once. */
function settingReader(make: (attribute: Attribute) => SettingMember) {
  const made = new Map<string, ReadSetting>();
  const of = (path: string): ReadSetting => {
    const known = made.get(path);
    if (known !== undefined) return known;
    const setting = { member: make(attributeOf(path)), ofTexts: new Map(), ofOthers: new Map() };
    made.set(path, setting);
    return setting;
  };
  return {
    memberOf: (path: string): SettingMember => of(path).member,
    read: (path: string, given: unknown, at: string, context: z.core.$RefinementCtx): SettingValue | undefined => {
      const { member, ofTexts, ofOthers } = of(path);
      const [values, key] = typeof given === "string" ? [ofTexts, given] : [ofOthers, JSON.stringify(given)];
      const known = values.get(key);
      if (known !== undefined) return known;
      const value = readWithin(member, given, at.split("."), context);
      if (value !== undefined) values.set(key, value);
      return value;
    },
  };
}

/** The results for a setting: by text for texts, and by JSON for other values. */
interface ReadSetting {
  readonly member: SettingMember;
  readonly ofTexts: Map<string, SettingValue>;
  readonly ofOthers: Map<string, SettingValue>;
}

/** The JSON types of setting values. */
const liveSchema = {
  anyOf: [
    { type: ["string", "integer", "boolean"] },
    { type: "array", items: { type: "string" } },
    { type: "object", additionalProperties: { type: "string" } },
  ],
};

function liveValue(attribute: Attribute): z.ZodType<AttributeValue> {
  return valueMember((input) => {
    const isMap = attribute.codec.shape === "map";
    if (isMap ? isTexts(input) : isScalar(input) && isCanonical(attribute, input)) return input as AttributeValue;
    const what = `${isMap ? "an object with texts" : "a value of that setting"} in the format of a plan`;
    throw new ValueError(describeWrong(what, input));
  }, liveSchema);
}

function isTexts(input: unknown): boolean {
  return isRecord(input) && Object.values(input).every((text) => typeof text === "string");
}

function isScalar(input: unknown): input is string | number | boolean | readonly string[] {
  if (Array.isArray(input)) return input.every((item) => typeof item === "string");
  return ["string", "number", "boolean"].includes(typeof input);
}

function isCanonical(attribute: Attribute, value: string | number | boolean | readonly string[]): boolean {
  const canonical = parseText(attribute, formatText(attribute, value));
  if (!Array.isArray(value)) return canonical === value;
  return (
    Array.isArray(canonical) && canonical.length === value.length && canonical.every((one, at) => one === value[at])
  );
}
