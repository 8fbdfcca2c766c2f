import { type FieldOfSchema, fieldsOf } from "../input/field-table";
import { lazily } from "../lazily";
import { connectionSchema } from "./connection-schema";

/** Where a connection holds secrets, key by key: `["password"]`, `["proxy", "password"]` … */
export const secretPaths = lazily((): readonly (readonly string[])[] => secretsAmong(fieldsOf(connectionSchema())));

/** The names of the fields at {@link secretPaths}, each once. */
export const secretKeys = lazily((): ReadonlySet<string> => new Set(secretPaths().flatMap((path) => path.slice(-1))));

function secretsAmong(fields: readonly FieldOfSchema[], group: readonly string[] = []): string[][] {
  return fields.flatMap(({ key, secret, fields: inner = [] }) => [
    ...(secret === true ? [[...group, key]] : []),
    ...secretsAmong(inner, [...group, key]),
  ]);
}
