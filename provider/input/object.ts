import * as z from "zod";
import { mustBe } from "./members";
import { ZodOwnObject } from "./own-keys";

/** Options of {@link object}. */
interface ObjectOptions {
  /** What it must be, for the fault of another type. Default: `an object with` its keys. */
  readonly what?: string;
  /** What the user may have meant by a key that is not known. Default: the nearest of the known keys. */
  readonly unknownKey?: (key: string) => string;
}

/** Marks an issue as an unknown key, for {@link faultsOf}. */
export interface UnknownKey {
  readonly known: readonly string[];
  readonly word: ((key: string) => string) | undefined;
}

/**
 * An object with known keys and no others. Each other key is a fault of its own, at its own place; a key whose value is
 * `undefined` counts as omitted.
 */
export function object<const S extends z.core.$ZodLooseShape>(
  shape: S,
  { what, unknownKey }: ObjectOptions = {},
): z.ZodObject<S, z.core.$strict> {
  const known = Object.keys(shape);
  const params: UnknownKey = { known, word: unknownKey };
  const refuse = z.unknown().transform((value, context) => {
    if (value !== undefined) context.issues.push({ code: "custom", input: value, params, message: "unknown key" });
    // Not the value, which may be a promise: zod would wait for it.
    return undefined;
  });
  const error = mustBe(what ?? `an object with ${known.join(", ")}`);
  const catchall = refuse.meta({ not: {} });
  return new ZodOwnObject({ type: "object", shape, catchall, error }) as z.ZodObject<S, z.core.$strict>;
}
