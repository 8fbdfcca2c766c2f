import type { TypeSpec } from "../../../schema/type-spec";

/** A property of an object, a resource, a function or the provider. */
export interface PropertySpec extends TypeSpec {
  readonly description: string;
  readonly secret?: true;
  /** For readers: the provider's diff is what decides. */
  readonly willReplaceOnChanges?: true;
}

/** PropertySpecs by name. */
export type PropertySpecs = Readonly<Record<string, PropertySpec>>;

/** A type with properties. */
export interface ObjectSpec {
  readonly description?: string;
  readonly type: "object";
  readonly properties: PropertySpecs;
  /** Those that inputs must have and outputs always have. */
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
  /** Earlier types of the same resource: the generated resources take over what a stack has of them. */
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

/** An enum of texts, each with what it means. The names are made from the texts, as identifiers have to be. */
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
