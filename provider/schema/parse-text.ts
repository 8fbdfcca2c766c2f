import type { Attribute } from "./attribute";
import type { AttributeValue } from "./attribute-value";
import { readBool } from "./bool";
import { readEnum } from "./enum";
import { readFlags } from "./flags";
import { readInteger } from "./integer";
import { readSchedule, splitList } from "./time-of-day";
import { readTimeSpan } from "./timespan-text";

/**
 * appcmd's text of a scalar in canonical form, whatever the range: a live value may be older than the rules. Text that
 * cannot be read is returned as it is. A list is read from comma text; for its single items see {@link parseItems}.
 */
export function parseText(attribute: Attribute, text: string): AttributeValue {
  if (attribute.kind === "list") return readSchedule(splitList(text));
  if (attribute.kind === "map") return text;
  switch (attribute.type) {
    case "string":
      return text;
    case "bool":
      return readBool(text) ?? text;
    case "uint":
    case "int":
      return readInteger(text) ?? text;
    case "enum":
      return readEnum(attribute, text) ?? text;
    case "flags":
      return readFlags(attribute, text) ?? text;
    case "timeSpan":
      return readTimeSpan(text) ?? text;
  }
}

/** The items that appcmd lists of a list attribute, in canonical form; an item that cannot be read stays as it is. */
export function parseItems(texts: readonly string[]): readonly string[] {
  return readSchedule(texts);
}
