import type { Input } from "@pulumi/pulumi";

/** The type with `pulumi.Input` at every depth, documentation kept. */
export type DeepInput<T> = [T] extends [string | number | boolean]
  ? Input<T>
  : T extends readonly (infer Item)[]
    ? Input<Input<Item>[]>
    : T extends object
      ? Input<{ [Key in keyof T]: DeepInput<T[Key]> | undefined }>
      : Input<T>;

/** The arguments of a resource: the properties themselves are given, their values may be outputs. */
export type DeepInputs<T> = { [Key in keyof T]: DeepInput<T[Key]> | undefined };
