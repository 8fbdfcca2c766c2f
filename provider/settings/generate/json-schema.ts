import type { JsonSchema } from "../../input/json-schema";
import { settingAttributes } from "../app-pool-attributes";
import type { Attribute } from "../codecs/codec";
import { attributeNotes, describeDefault } from "./attribute-notes";
import { otherDoc, otherKey, otherName, otherSecret } from "../other-attributes";
import { printable } from "../codecs/patterns";

/**
 * Inputs that the schemas of settings accept and the reader refuses, by type of value. Rules over several settings are
 * not included. Otherwise the two agree, which a test verifies.
 *
 * @internal
 */
export const schemaIsWider: Readonly<Record<string, string>> = Object.fromEntries<string>([
  ...settingAttributes.flatMap(({ codec: { name, schemaIsWider: what } }): [string, string][] =>
    what === undefined ? [] : [[name, what]],
  ),
  [otherKey, "the name of a setting that this package knows"],
]);

/** The JSON Schema of `other`. */
export const otherSchema: JsonSchema = {
  description: otherDoc,
  type: "object",
  propertyNames: { pattern: otherName.source, not: { pattern: otherSecret.source } },
  additionalProperties: {
    anyOf: [
      { type: "string", pattern: printable },
      { type: "integer", minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
      { type: "boolean" },
    ],
  },
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
    ...attribute.codec.jsonSchema(attribute),
    ...(attribute.secret === true ? { writeOnly: true } : {}),
    ...(attribute.examples === undefined ? {} : { examples: attribute.examples }),
  };
}
