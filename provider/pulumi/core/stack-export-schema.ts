import * as z from "zod";
import { lazily } from "../../lazily";

/** An optional member; a value of another type, as other providers may have it, counts as omitted. */
function lenient<S extends z.ZodType>(schema: S): z.ZodCatch<z.ZodOptional<S>> {
  return schema.optional().catch(undefined);
}

/** The members of a resource in a stack's state that show which resource has a pool; others are ignored. */
const exportedResourceSchema = lazily(() =>
  z.object({
    urn: z.string(),
    type: lenient(z.string()),
    inputs: lenient(z.record(z.string(), z.unknown())),
    /** `<urn>::<id>` of its provider. */
    provider: lenient(z.string()),
    /** Only read; another program manages it. */
    external: lenient(z.boolean()),
    /** Deleted already, and not created again yet. */
    pendingReplacement: lenient(z.boolean()),
  }),
);

/** A resource in the output of `pulumi stack export`. */
export type ExportedResource = z.output<ReturnType<typeof exportedResourceSchema>>;

/** The output of `pulumi stack export`. A stack without resources may have `null` for them. */
export const stackExportSchema = lazily(() =>
  z.object({
    deployment: z.object({ resources: z.array(exportedResourceSchema()).nullish() }),
  }),
);
