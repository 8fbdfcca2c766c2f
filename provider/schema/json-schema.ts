import { attributeOf } from "./app-pool-attributes";
import type { Attribute } from "./attribute";
import { attributeNotes, describeDefault } from "./attribute-notes";
import { longestVariable } from "./environment-variables";
import { otherDoc, otherKey } from "./other-attributes";
import { rangeOf } from "./range-check";
import { groupAt } from "./setting-groups";
import { keyPath } from "./key-path";
import { groupPaths, keysOf } from "./settings-paths";
import { valueNames } from "./value-names";

/** A JSON Schema, draft 07. */
type JsonSchema = Readonly<Record<string, unknown>>;

const noControl = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$";
const clock = "([0-9]{1,9}\\.)?[0-9]{1,9}:[0-5]?[0-9](:[0-5]?[0-9])?";
const units = "(?=[0-9])([0-9]{1,9}d)? ?([0-9]{1,9}h)? ?([0-9]{1,9}m)? ?([0-9]{1,9}s)?";

/**
 * The JSON Schema of one pool's settings for editors and review tools. It knows the recommended spellings only: names of
 * enums and flags in IIS's letter case, lists as lists. Ranges and steps of durations and of amounts given as text, and
 * rules over several settings, are checked when the settings are read.
 */
export function appPoolJsonSchema(): JsonSchema {
  return { $schema: "http://json-schema.org/draft-07/schema#", title: "IIS application pool", ...groupSchema("") };
}

function groupSchema(path: string): JsonSchema {
  const group = groupAt(path);
  const properties = keysOf(path).map((key) => {
    const child = keyPath(path, key);
    return [key, groupPaths.includes(child) ? groupSchema(child) : attributeSchema(attributeOf(child))] as const;
  });
  return {
    description: `${group.doc} ${group.link}`,
    type: "object",
    properties: { ...Object.fromEntries(properties), ...(path === "" && { [otherKey]: otherSchema }) },
    additionalProperties: false,
  };
}

const otherSchema: JsonSchema = {
  description: otherDoc,
  type: "object",
  additionalProperties: { anyOf: [{ type: "string", pattern: noControl }, { type: "integer" }, { type: "boolean" }] },
  examples: [{ newThing: "value", "processModel.newThing": true }],
};

/** The JSON Schema of one setting. */
export function attributeSchema(attribute: Attribute): JsonSchema {
  const description = [
    attribute.doc,
    ...attributeNotes(attribute),
    `Default of IIS: ${describeDefault(attribute)}.`,
    attribute.link,
  ].join(" ");
  return {
    description,
    ...typeSchema(attribute),
    ...(attribute.secret === true ? { writeOnly: true } : {}),
    ...(attribute.examples === undefined ? {} : { examples: attribute.examples }),
  };
}

function typeSchema(attribute: Attribute): JsonSchema {
  if (attribute.kind === "list") {
    return { type: "array", items: { type: "string", pattern: "^([01]?[0-9]|2[0-3]):[0-5][0-9](:00)?$" } };
  }
  if (attribute.kind === "map") return mapSchema();
  switch (attribute.type) {
    case "string":
      return attribute.texts === undefined ? { type: "string", pattern: noControl } : { enum: attribute.texts };
    case "bool":
      return { type: "boolean" };
    case "uint":
    case "int":
      return numberSchema(attribute);
    case "enum":
      return { enum: valueNames(attribute) };
    case "flags":
      return { type: "array", items: { enum: valueNames(attribute) } };
    case "timeSpan":
      return { anyOf: [{ type: "string", pattern: `^(${clock}|${units})$` }, { const: 0 }] };
  }
}

function mapSchema(): JsonSchema {
  return {
    type: "object",
    propertyNames: { pattern: "^[^=\\u0000-\\u001f\\u007f-\\u009f]+$" },
    additionalProperties: { type: "string", minLength: 1, maxLength: longestVariable, pattern: noControl },
  };
}

function numberSchema(attribute: Attribute): JsonSchema {
  const range = rangeOf(attribute);
  const number = { type: "integer", minimum: range?.min, maximum: range?.max };
  switch (attribute.human) {
    case "memory":
      return { anyOf: [number, { type: "string", pattern: "^[0-9]{1,12}(\\.[0-9]{1,9})? ?([KkMmGgTt][Bb])$" }] };
    case "percent":
      return { anyOf: [number, { type: "string", pattern: "^[0-9]{1,3}(\\.[0-9]{1,3})? ?%$" }] };
    default:
      return number;
  }
}
