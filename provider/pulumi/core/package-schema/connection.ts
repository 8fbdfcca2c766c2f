import { type FieldOfSchema, fieldsOf } from "../../../input/field-table";
import { connectionSchema } from "../../../transport/connection-schema";
import { configSchema } from "../provider-config-schema";
import {
  enumOf,
  type ObjectSpec,
  pascalCase,
  type PropertySpecs,
  type PropertySpec,
  refTo,
  tokenOf,
  type Types,
  type TypeSpec,
} from "./spec";

/** A connection, as resources and functions take it. */
export const connectionProperty: PropertySpec = {
  ...refTo("Connection"),
  description:
    "Where appcmd is. Default: what the provider's configuration has of it (`iis:host`, `iis:configFile` …), else appcmd.exe of this machine. Another host is another resource.",
};

/** The types that a connection is made of. */
export function connectionTypes(): Types {
  const fields = fieldsOf(connectionSchema);
  return {
    [tokenOf("Connection")]: {
      description:
        "Where appcmd is. Default: `%windir%\\system32\\inetsrv\\appcmd.exe` on this machine. With `host`: the same on that server, over SSH. With `configFile`: no server at all.",
      type: "object",
      properties: propertiesOf(fields),
    },
    ...Object.fromEntries(fields.flatMap(typesOf)),
  };
}

/** The types of a field that is an object or one of a few texts. */
function typesOf({ key, doc, fields, values, valueDocs = {} }: FieldOfSchema): [string, Types[string]][] {
  if (values !== undefined) {
    const docs = Object.fromEntries(values.map((value) => [value, valueDocs[value] ?? value]));
    return [[tokenOf(typeName(key)), enumOf(doc, docs)]];
  }
  if (fields === undefined) return [];
  const spec: ObjectSpec = {
    description: doc,
    type: "object",
    properties: propertiesOf(fields),
    required: fields.filter(({ isRequired }) => isRequired).map((field) => field.key),
  };
  // The generator for Java writes a type twice that both functions and the config have, and stops.
  return [typeName(key), configTypeName(key)].map((name) => [tokenOf(name), spec]);
}

/** What the provider takes: the fields of a connection, and what is to hold for every pool. */
export function providerProperties(): PropertySpecs {
  return propertiesOf(fieldsOf(configSchema));
}

/** The same in the config of a stack. */
export function configProperties(): PropertySpecs {
  return propertiesOf(fieldsOf(configSchema), configTypeName);
}

function propertiesOf(fields: readonly FieldOfSchema[], nameOfObject = typeName): PropertySpecs {
  return Object.fromEntries(fields.map((field) => [field.key, propertyOf(field, nameOfObject)]));
}

function propertyOf(field: FieldOfSchema, nameOfObject: (key: string) => string): PropertySpec {
  return {
    ...typeOf(field, nameOfObject),
    description: field.defaultsTo === undefined ? field.doc : `${field.doc} Default: ${field.defaultsTo}.`,
    ...(field.secret === true && { secret: true }),
    ...(field.isIdentity === true && { willReplaceOnChanges: true }),
  };
}

function typeOf({ key, type, values, fields }: FieldOfSchema, nameOfObject: (key: string) => string): TypeSpec {
  if (fields !== undefined) return refTo(nameOfObject(key));
  return values === undefined ? { type } : refTo(typeName(key));
}

/** The names of types in the generated SDKs: the proxy's came before they followed from the keys. */
function typeName(key: string): string {
  return key === "proxy" ? "SshFields" : pascalCase(key);
}

function configTypeName(key: string): string {
  return `Config${pascalCase(key)}`;
}
