import type { FieldOfSchema } from "../../input/field-table";
import type { TypeSpec } from "../../settings/codecs/codec";

/** A property of an object, a resource, a function or the provider. */
export interface PropertySpec extends TypeSpec {
  readonly description: string;
  readonly secret?: true;
  /** For readers only: the provider's diff decides. */
  readonly willReplaceOnChanges?: true;
}

/** PropertySpecs by name. */
export type PropertySpecs = Readonly<Record<string, PropertySpec>>;

/** A type with properties. */
export interface ObjectSpec {
  readonly description?: string;
  readonly type: "object";
  readonly properties: PropertySpecs;
  /** Properties that inputs must have and outputs always have. */
  readonly required?: readonly string[];
}

/** One of a few texts. */
export interface EnumSpec {
  readonly description: string;
  readonly type: "string";
  readonly enum: readonly { readonly name: string; readonly value: string; readonly description: string }[];
}

/** The types of the package by token. */
export type Types = Readonly<Record<string, ObjectSpec | EnumSpec>>;

/** A resource: its outputs as an object, and its inputs. */
export interface ResourceSpec extends ObjectSpec {
  readonly inputProperties: PropertySpecs;
  readonly requiredInputs?: readonly string[];
  /** Earlier types of the same resource: the generated resources adopt those of a stack. */
  readonly aliases?: readonly { readonly type: string }[];
}

/** A function. */
export interface FunctionSpec {
  readonly description: string;
  readonly inputs: ObjectSpec;
  readonly outputs: ObjectSpec;
}

/** The token of a type, resource or function of this package. */
export function tokenOf(name: string): string {
  return `iis:index:${name}`;
}

/** A type of this package. */
export function refTo(name: string): TypeSpec {
  return { $ref: `#/types/${tokenOf(name)}` };
}

/** Anything. */
export const anyValue: TypeSpec = { $ref: "pulumi.json#/Any" };

/** A list. */
export function listOf(items: TypeSpec): TypeSpec {
  return { type: "array", items };
}

/** Names with values. */
export function mapOf(additionalProperties: TypeSpec): TypeSpec {
  return { type: "object", additionalProperties };
}

/** An enum of texts, each with its meaning. The names are derived from the texts, because they must be identifiers. */
export function enumOf(description: string, values: Readonly<Record<string, string>>): EnumSpec {
  return {
    description,
    type: "string",
    enum: Object.entries(values).map(([value, doc]) => ({ name: pascalCase(value), value, description: doc })),
  };
}

/** `no worker process` and `noWorkerProcess` as `NoWorkerProcess`. */
export function pascalCase(text: string): string {
  return text.replace(/(?:^| )(\w)/g, (_, letter: string) => letter.toUpperCase());
}

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

const named: Readonly<Partial<Record<string, string>>> = {
  ...{ proxy: "SshFields", state: "DesiredState" },
  ...{ type: "ConnectionType", auth: "WinrmAuth" },
};

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
