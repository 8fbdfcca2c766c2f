import type * as z from "zod";

/** The default of a member in words: its environment variable, else its default value. Undefined if it has neither. */
export function defaultInWords({ environment, defaultsTo }: z.GlobalMeta): string | undefined {
  const variable = environment === undefined ? [] : [`the environment variable ${environment}`];
  return [...variable, ...(defaultsTo === undefined ? [] : [defaultsTo])].join(", else ") || undefined;
}
