import type * as z from "zod";

/** What holds where a member is left out, in words: the environment variable that stands for it, else its default. */
export function defaultInWords({ environment, defaultsTo }: z.GlobalMeta): string | undefined {
  const variable = environment === undefined ? [] : [`the environment variable ${environment}`];
  return [...variable, ...(defaultsTo === undefined ? [] : [defaultsTo])].join(", else ") || undefined;
}
