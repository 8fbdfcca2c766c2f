import type { Rules } from "../assume";
import type { AttributeSchema } from "../schema/load-schema";
import { normalizeNumber } from "./normalize-number";
import { normalizeTimeSpan } from "./normalize-time-span";
import type { Normalized } from "./normalized";

/** Longest name of a pool that may be given; a longer one that stands in the file is read. */
export const maximalPoolName = 64;

/** Checks a value against its schema and brings it into print form: enum numbers become names, `29:00:00` `1.05:00:00`. */
export function normalizeValue(schema: AttributeSchema, text: string): Normalized {
  switch (schema.type) {
    case "string":
      return normalizeString(schema, text);
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
