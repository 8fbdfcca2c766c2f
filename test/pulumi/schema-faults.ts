import type { PackageSchema } from "../../provider/pulumi/package-schema/package-schema";
import type { TypeSpec } from "../../provider/settings/codecs/codec";
import type { EnumSpec, ObjectSpec, PropertySpecs } from "../../provider/pulumi/package-schema/spec";

/** A bag of properties: an object type, a resource's outputs or inputs, a function's arguments. */
export interface Bag {
  readonly properties: PropertySpecs;
  readonly required?: readonly string[] | undefined;
}

const integers = { min: -(2 ** 31), max: 2 ** 31 - 1 };

/** Where a value is not of the type, as the strictest of the languages reads it; paths with what was found. */
export function schemaFaults(schema: PackageSchema, type: TypeSpec, value: unknown, path = ""): string[] {
  const wrong = [`${path}: ${JSON.stringify(value)}`];
  if (type.oneOf !== undefined) {
    return type.oneOf.some((one) => schemaFaults(schema, one, value, path).length === 0) ? [] : wrong;
  }
  if (type.$ref === "pulumi.json#/Any") return [];
  if (type.$ref !== undefined) {
    const spec = resolve(schema, type.$ref);
    if ("enum" in spec) return spec.enum.some((one) => one.value === value) ? [] : wrong;
    return bagFaults(schema, spec, value, path);
  }
  switch (type.type) {
    case "integer":
      return Number.isInteger(value) && Number(value) >= integers.min && Number(value) <= integers.max ? [] : wrong;
    case "array":
      if (!Array.isArray(value)) return wrong;
      return value.flatMap((one, index) => schemaFaults(schema, type.items ?? {}, one, `${path}[${index}]`));
    case "object": {
      if (!isObject(value)) return wrong;
      const { additionalProperties: values = {} } = type;
      return Object.entries(value).flatMap(([key, one]) => schemaFaults(schema, values, one, `${path}.${key}`));
    }
    default:
      return typeof value === type.type ? [] : wrong;
  }
}

/** The same for an object: what is unknown, what is missing, and what is of another type. */
export function bagFaults(schema: PackageSchema, bag: Bag, value: unknown, path = ""): string[] {
  if (!isObject(value)) return [`${path}: ${JSON.stringify(value)}`];
  const missing = (bag.required ?? []).filter((name) => value[name] === undefined);
  return [
    ...missing.map((name) => `${path}.${name}: missing`),
    ...Object.entries(value).flatMap(([name, one]) => {
      const property = bag.properties[name];
      return property === undefined
        ? [`${path}.${name}: unknown`]
        : schemaFaults(schema, property, one, `${path}.${name}`);
    }),
  ];
}

/** The type of this package that a reference names. */
export function resolve(schema: PackageSchema, ref: string): ObjectSpec | EnumSpec {
  const found = schema.types[ref.replace("#/types/", "")];
  if (found === undefined) throw new Error(`${ref} leads nowhere`);
  return found;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
