import type { Input } from "@pulumi/pulumi";
import type { Connection } from "../transport/connection-schema";

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

/** The inputs of a resource besides its settings. A connection and a list are plain; their members may be outputs. */
export type ResourceArgs<T> = {
  [Key in keyof T]: ResourceArg<Key, T[Key]> | (object extends Pick<T, Key> ? undefined : never);
};

type ResourceArg<Key, T> = Key extends "connection"
  ? DeepInputs<Connection>
  : T extends readonly (infer Item)[]
    ? readonly Input<Item>[]
    : DeepInput<T>;
