import type { Attribute } from "./attribute";
import { attributeNotes, describeDefault } from "./attribute-notes";
import { longestVariable } from "./environment-variables";
import { otherDoc } from "./other-attributes";
import { rangeOf } from "./range-check";
import { valueNames } from "./value-names";

/** A JSON Schema, draft 07. */
type JsonSchema = Readonly<Record<string, unknown>>;

const noControl = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$";
const clock = "([0-9]{1,9}\\.)?[0-9]{1,9}:[0-5]?[0-9](:[0-5]?[0-9])?";
const units = "(?=[0-9])([0-9]{1,9}d)? ?([0-9]{1,9}h)? ?([0-9]{1,9}m)? ?([0-9]{1,9}s)?";

/** The JSON Schema of `other`. */
export const otherSchema: JsonSchema = {
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
    ...typeJsonSchema(attribute),
    ...(attribute.secret === true ? { writeOnly: true } : {}),
    ...(attribute.examples === undefined ? {} : { examples: attribute.examples }),
  };
}

/** The JSON Schema of the values of one setting. */
export function typeJsonSchema(attribute: Attribute): JsonSchema {
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
