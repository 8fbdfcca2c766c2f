import type * as z from "zod";

/**
 * Reads a part of an input with a schema that only the transform around it can choose. Its faults are among those of
 * the transform.
 *
 * @param keys of the part, relative to the input of the transform
 * @returns undefined if there are faults
 */
export function readWithin<S extends z.ZodType>(
  schema: S,
  input: unknown,
  keys: readonly (string | number)[],
  { issues }: z.core.$RefinementCtx,
): z.output<S> | undefined {
  const read = schema.safeParse(input, { reportInput: true });
  for (const issue of read.error?.issues ?? []) {
    issues.push({ ...issue, path: [...keys, ...issue.path] } as z.core.$ZodRawIssue);
  }
  return read.data;
}
