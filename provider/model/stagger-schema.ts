import type { JsonSchema } from "../input/json-schema";
import { schedulePath } from "./stagger";

/** The schema of a block of settings, its schedule either a list or a stagger. */
export function staggerable(block: JsonSchema): JsonSchema {
  return changeAt(block, schedulePath.split("."), ({ description, examples, ...list }) => ({
    ...{ description, anyOf: [list, schedule], examples },
  }));
}

function changeAt(schema: JsonSchema, [key, ...rest]: readonly string[], change: typeof staggerable): JsonSchema {
  if (key === undefined) return change(schema);
  const properties = schema["properties"] as Readonly<Record<string, JsonSchema>>;
  return { ...schema, properties: { ...properties, [key]: changeAt(properties[key] ?? {}, rest, change) } };
}

const time = { type: "string", pattern: "^([01]?[0-9]|2[0-3]):[0-5][0-9](:00)?$" };

const schedule: JsonSchema = {
  type: "object",
  required: ["stagger"],
  additionalProperties: false,
  properties: {
    stagger: {
      description:
        "A time of its own for each pool on each host, in a window that may go over midnight. It follows from the names of host and pool, and other pools never move it.",
      type: "object",
      required: ["from", "to", "every"],
      additionalProperties: false,
      properties: {
        from: { ...time, description: "The first slot." },
        to: { ...time, description: "Where the window ends; no slot begins less than every before it." },
        every: {
          description: "From one slot to the next, in whole minutes; at most half of the window.",
          type: "string",
          pattern: "^(?=.*[1-9])[0-9dhms: .]+$",
        },
      },
      examples: [{ from: "02:00", to: "04:00", every: "5m" }],
    },
  },
};
