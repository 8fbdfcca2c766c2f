import type { Attribute } from "./attribute";
import type { AttributeValue } from "./attribute-value";
import { parseBool } from "./bool";
import { parseEnum } from "./enum";
import { parseVariables } from "./environment-variables";
import { parseFlags } from "./flags";
import { parseInteger } from "./integer";
import { parseMemory } from "./memory";
import { parsePercent } from "./percent";
import { parseString } from "./text";
import { parseSchedule } from "./time-of-day";
import { parseTimeSpan } from "./timespan";

/**
 * The user's input in canonical form, checked by the newest IIS's rules.
 * @throws ValueError that says what is accepted; see docs/reference.md for the spellings of each attribute
 */
export function parseValue(attribute: Attribute, input: unknown): AttributeValue {
  if (attribute.kind === "list") return parseSchedule(attribute, input);
  if (attribute.kind === "map") return parseVariables(attribute, input);
  if (attribute.human === "memory") return parseMemory(attribute, input);
  if (attribute.human === "percent") return parsePercent(attribute, input);
  switch (attribute.type) {
    case "string":
      return parseString(attribute, input);
    case "bool":
      return parseBool(attribute, input);
    case "uint":
    case "int":
      return parseInteger(attribute, input);
    case "enum":
      return parseEnum(attribute, input);
    case "flags":
      return parseFlags(attribute, input);
    case "timeSpan":
      return parseTimeSpan(attribute, input);
  }
}
