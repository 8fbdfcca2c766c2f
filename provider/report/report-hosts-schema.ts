import * as z from "zod";
import { optional } from "../input/members";
import type { ReadOnly } from "../read-only";
import { countSchema, errorSchema } from "./report-parts-schema";

/** A host without results, and why. */
export const failedHost = z
  .strictObject({ host: z.string(), ok: z.literal(false), error: errorSchema })
  .meta({ id: "failedHost", description: "A host that failed." });

/** How many pools a host has. */
export const poolsOfHost = countSchema.meta({ description: "How many pools the host has." });

/** The counts of hosts in every report. */
export const hostCounts = {
  hosts: countSchema,
  failedHosts: countSchema.meta({ description: "Hosts without results." }),
};

/** The answer to a probe. */
export const probeAnswer = z
  .strictObject({
    url: z.string(),
    ok: z.boolean().meta({ description: "Whether the expected status came in time." }),
    status: optional(z.int()).meta({ description: "The HTTP status; omitted if there was none." }),
    ms: countSchema.meta({ description: "Until the answer was complete or failed, in milliseconds." }),
    problem: optional(z.string()).meta({ description: "What is wrong, for people." }),
  })
  .meta({ id: "probe", description: "The answer to a probe." });

/** A host that failed. */
export type FailedHostJson = ReadOnly<z.output<typeof failedHost>>;
