import { type JsonSchema, jsonSchemaOf } from "../input/json-schema";
import { connectionInFileSchema } from "../transport/connection-schema";

const noControl = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$";
/** A text that is not empty and has no control characters. */
export const textSchema = { type: "string", minLength: 1, pattern: noControl };

/** The schema of `hosts` in a pool file: each host with its connection. */
export function hostsSchema(): JsonSchema {
  return {
    description:
      "The hosts that this file is for, each with its connection; { } is appcmd of this machine. Left out: the hosts that the other files name, or this machine.",
    type: "object",
    minProperties: 1,
    propertyNames: { pattern: "^(?=.*[^\\s])[^\\u0000-\\u001f\\u007f-\\u009f*?/\\\\]+$" },
    additionalProperties: { ...jsonSchemaOf(connectionInFileSchema), $schema: undefined },
    examples: [{ "web-01": {}, lab: { configFile: "./applicationHost.config" } }],
  };
}
