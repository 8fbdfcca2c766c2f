import type { JsonSchema } from "../../input/json-schema";
import { type AttributeFacts, type AttributeValue, textOf } from "../attribute-facts";
import type { Scale } from "./range";

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

/**
 * A type of value: everything that depends on the type, in one object. `T` is the canonical form; an unreadable live
 * value is the unchanged text of appcmd. {@link codec} adds the defaults.
 */
export interface Codec<T extends AttributeValue = AttributeValue> {
  /** The name of the type for users, for example `duration`; types with the same name share their spellings. */
  readonly name: string;
  /** The type in IIS's own schema: `uint`, `list of timeSpan`. */
  readonly iisType: string;
  /** How IIS stores the value: one XML attribute, or a collection of values, or of names with values. Default: `scalar`. */
  readonly shape: "scalar" | "list" | "map";
  /** How a value may be written, in words; backticks enclose input. */
  readonly spellings: string;
  /** The spellings as one sentence for editors; absent if the type is enough. */
  readonly hint?: string;
  /** The name of 0 or the empty value in notes. Default: `0`. */
  readonly zero: string;
  /** The numeric scale of the values; absent for a type that has no ranges. */
  readonly scale?: Scale;
  /** Whether a value is any number of the names, not one of them. */
  readonly several?: true;
  /** The names to choose from, as they are shown. Default: those of {@link AttributeFacts.values}. */
  readonly names: (facts: AttributeFacts) => readonly string[];

  /** The user's input in canonical form. @throws ValueError that names the accepted inputs */
  readonly read: (facts: AttributeFacts, input: unknown) => T;
  /** appcmd's text in canonical form, without a check of its range; `undefined` for text that cannot be read. */
  readonly fromText: (facts: AttributeFacts, text: string) => T | undefined;
  /** For a list: the value from the items that appcmd lists. */
  readonly fromItems?: (items: readonly string[]) => T;
  /** A canonical value as the text that appcmd reads and prints. */
  readonly toText: (value: AttributeValue) => string;
  /** Whether two values mean the same to IIS. Default: their canonical texts are the same. */
  readonly equals: (facts: AttributeFacts, a: AttributeValue, b: AttributeValue) => boolean;
  /** The value for people, with its unit: `1.5 GB`. `before`: the value that it replaces. */
  readonly describe: (value: AttributeValue, before?: AttributeValue) => string;
  /** The default, given as appcmd's text, for people who write it: `1.05:00:00 (29h)`. */
  readonly describeDefault: (facts: AttributeFacts, text: string) => string;
  /** The short form for people and pool files: `1.5GB`. Reading it gives the same value again. Default: the value. */
  readonly write: (value: AttributeValue) => AttributeValue;

  /**
   * The schema of the inputs that {@link read} accepts; the recommended spelling comes first, because editors offer
   * that one.
   */
  readonly jsonSchema: (facts: AttributeFacts) => JsonSchema;
  /** The inputs that {@link jsonSchema} accepts and {@link read} refuses, because no pattern can exclude them. */
  readonly schemaIsWider?: string;
  /** The recommended spellings as a TypeScript type. */
  readonly typeScript: (facts: AttributeFacts) => string;
  /** The type in Pulumi's package schema; `names` is the package's type of the attribute's names. */
  readonly pulumi: (facts: AttributeFacts, side: Side, names: TypeSpec) => TypeSpec;
}

type Usual = "shape" | "zero" | "names" | "toText" | "equals" | "describe" | "describeDefault" | "write";

/** A codec from the members that differ from the defaults. */
export function codec<T extends AttributeValue>(own: Omit<Codec<T>, Usual> & Partial<Pick<Codec<T>, Usual>>): Codec<T> {
  return {
    shape: "scalar",
    zero: "0",
    names: ({ values = [] }) => values.map(({ name, since }) => (since ? `${name} (since IIS ${since})` : name)),
    toText: textOf,
    // `this` codec, because a codec that is derived from this one may read differently.
    equals(this: Codec, facts, a, b) {
      return meaning(this, facts, a) === meaning(this, facts, b);
    },
    describe: describePlain,
    describeDefault(this: Codec, facts, text) {
      return this.describe(this.fromText(facts, text) ?? text);
    },
    write: (value) => value,
    ...own,
  };
}

function meaning(codec: Codec, facts: AttributeFacts, value: AttributeValue): string {
  const text = textOf(value);
  return textOf(codec.fromText(facts, text) ?? text);
}

/** The unchanged value: `""`, `Time, Memory`, `(none)`. */
export function describePlain(value: AttributeValue): string {
  if (typeof value !== "object") return value === "" ? '""' : String(value);
  const parts = Object.values(value) as readonly string[];
  return parts.length === 0 ? "(none)" : parts.join(", ");
}

/** One setting of an application pool: what is known of it, and the type of its value. */
export interface Attribute extends AttributeFacts {
  readonly codec: Codec;
}
