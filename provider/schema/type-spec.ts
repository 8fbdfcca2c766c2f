/**
 * A type in a Pulumi package schema.
 *
 * @see {@link https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/}
 */
export interface TypeSpec {
  readonly type?: "string" | "integer" | "number" | "boolean" | "array" | "object";
  readonly $ref?: string;
  readonly items?: TypeSpec;
  readonly additionalProperties?: TypeSpec;
  readonly oneOf?: readonly TypeSpec[];
}

/**
 * Which side of a resource: programs may write some values in two types, and read them in one. The types differ, because
 * typed languages cannot read a value of two types well.
 */
export type Side = "input" | "output";
