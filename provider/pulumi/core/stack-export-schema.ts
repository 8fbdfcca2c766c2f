import * as z from "zod";
import { optional } from "../../input/members";

/** What of a resource in a stack's state tells who has a pool; the engine writes more, which is passed over. */
const exportedResourceSchema = z.object({
  urn: z.string(),
  type: optional(z.string()),
  inputs: optional(z.record(z.string(), z.unknown())),
  /** `<urn>::<id>` of its provider. */
  provider: optional(z.string()),
  /** Read, and managed by another program. */
  external: optional(z.boolean()),
  /** Deleted already, and not created anew yet. */
  pendingReplacement: optional(z.boolean()),
});

/** A resource as `pulumi stack export` has it. */
export type ExportedResource = z.output<typeof exportedResourceSchema>;

/** What `pulumi stack export` prints. A stack without resources may have `null` for them. */
export const stackExportSchema = z.object({
  deployment: z.object({ resources: z.array(exportedResourceSchema).nullish() }),
});
