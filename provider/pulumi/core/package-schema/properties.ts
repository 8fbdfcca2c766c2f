import type { FieldOfSchema } from "../../../input/field-table";
import type { TypeSpec } from "../../../schema/type-spec";
import { anyValue, listOf, pascalCase, type PropertySpec, type PropertySpecs, refTo } from "./spec";

/**
 * The properties of an object, from its zod schema.
 *
 * @param typeName the name of the type of a field that is an object.
 */
export function propertySpecsOf(fields: readonly FieldOfSchema[], typeName = nameOfType): PropertySpecs {
  return Object.fromEntries(fields.map((field) => [field.key, propertyOf(field, typeName)]));
}

/** The required keys. */
export function requiredOf(fields: readonly FieldOfSchema[]): string[] {
  return fields.filter(({ isRequired }) => isRequired).map(({ key }) => key);
}

/** The names of types in the generated SDKs are derived from the keys; some are older. */
export function nameOfType(key: string): string {
  return named[key] ?? pascalCase(key);
}

const named: Readonly<Partial<Record<string, string>>> = { proxy: "SshFields", state: "DesiredState" };

function propertyOf(field: FieldOfSchema, typeName: (key: string) => string): PropertySpec {
  return {
    ...typeOf(field, typeName),
    description: field.defaultsTo === undefined ? field.doc : `${field.doc} Default: ${field.defaultsTo}.`,
    ...(field.secret === true && { secret: true }),
    ...(field.isIdentity === true && { willReplaceOnChanges: true }),
  };
}

function typeOf({ key, type, values, fields }: FieldOfSchema, typeName: (key: string) => string): TypeSpec {
  if (fields !== undefined) return refTo(typeName(key));
  if (values !== undefined) return refTo(nameOfType(key));
  return type === "array" ? listOf(anyValue) : { type };
}
