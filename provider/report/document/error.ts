import type { ErrorFields } from "../../errors";
import type { ErrorJson } from "../schema/parts";

/** An error as reports show it: its code, its message, and its known fields. */
export function errorJson(
  error: { readonly code: string; readonly message: string } & Pick<ErrorFields, (typeof parts)[number]>,
): ErrorJson {
  const { code, message } = error;
  const known = parts.flatMap((part) => (error[part] === undefined ? [] : [[part, error[part]] as const]));
  return { code, message, ...Object.fromEntries(known) };
}

const parts = ["host", "pool", "path", "problem", "hint"] as const;
