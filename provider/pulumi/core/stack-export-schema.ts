import * as z from "zod";

/** A member that may be left out; one of another form, as another provider may have it, counts as left out. */
function lenient<S extends z.ZodType>(schema: S): z.ZodCatch<z.ZodOptional<S>> {
  return schema.optional().catch(undefined);
}

/** What of a resource in a stack's state tells who has a pool; the engine writes more, which is ignored. */
const exportedResourceSchema = z.object({
  urn: z.string(),
  type: lenient(z.string()),
  inputs: lenient(z.record(z.string(), z.unknown())),
  /** `<urn>::<id>` of its provider. */
  provider: lenient(z.string()),
  /** Read, and managed by another program. */
  external: lenient(z.boolean()),
  /** Deleted already, and not created anew yet. */
  pendingReplacement: lenient(z.boolean()),
});

/** A resource as `pulumi stack export` has it. */
export type ExportedResource = z.output<typeof exportedResourceSchema>;

/** What `pulumi stack export` prints. A stack without resources may have `null` for them. */
export const stackExportSchema = z.object({
  deployment: z.object({ resources: z.array(exportedResourceSchema).nullish() }),
});
