import { type FieldOfSchema, fieldsOf } from "../../../input/field-table";
import { connectionSchema } from "../../../transport/connection-schema";
import { configSchema } from "../provider-config-schema";
import { nameOfType, propertySpecsOf, requiredOf } from "./properties";
import { enumOf, type ObjectSpec, pascalCase, type PropertySpecs, tokenOf, type Types } from "./spec";

/** The types that a connection is made of. */
export function connectionTypes(): Types {
  const fields = fieldsOf(connectionSchema());
  return {
    [tokenOf("Connection")]: {
      description:
        "Where appcmd is. Default: `%windir%\\system32\\inetsrv\\appcmd.exe` on this machine. With `host`: the same on that server, over SSH. With `configFile`: no server at all.",
      type: "object",
      properties: propertySpecsOf(fields),
    },
    ...Object.fromEntries(fields.flatMap(typesOf)),
  };
}

/** The types of a field that is an object or one of a few texts. */
function typesOf({ key, doc, fields, values, valueDocs = {} }: FieldOfSchema): [string, Types[string]][] {
  if (values !== undefined) {
    const docs = Object.fromEntries(values.map((value) => [value, valueDocs[value] ?? value]));
    return [[tokenOf(nameOfType(key)), enumOf(doc, docs)]];
  }
  if (fields === undefined) return [];
  const spec: ObjectSpec = {
    description: doc,
    type: "object",
    properties: propertySpecsOf(fields),
    required: requiredOf(fields),
  };
  // The generator for Java fails if functions and the config share a type: it writes it twice.
  return [nameOfType(key), configTypeName(key)].map((name) => [tokenOf(name), spec]);
}

/** What the provider takes: the fields of a connection, and what is to hold for every pool. */
export function providerProperties(): PropertySpecs {
  return propertySpecsOf(fieldsOf(configSchema()));
}

/** The same in the config of a stack. */
export function configProperties(): PropertySpecs {
  return propertySpecsOf(fieldsOf(configSchema()), configTypeName);
}

function configTypeName(key: string): string {
  return `Config${pascalCase(key)}`;
}
