import * as z from "zod";
import { optional } from "../../input/members";
import type { ReadOnly } from "../../record";
import { countSchema, madeSchema, valueSchema } from "./parts";

const value = "null: its IIS does not have the setting.";
const comparedSetting = z
  .strictObject({
    path: z.string().meta({ description: 'The setting; "state" for whether the pool runs.' }),
    first: valueSchema.meta({ description: `The value in force on the first server. ${value}` }),
    second: valueSchema.meta({ description: `The value in force on the second server. ${value}` }),
    text: z.string().meta({
      description: "Both values for people.",
      examples: ["2000 on web-01, 1000 on web-02"],
    }),
  })
  .meta({ id: "comparedSetting", description: "A setting that differs between two servers." });

const comparedPool = z
  .strictObject({
    pool: z.string(),
    on: z.enum(["both", "first", "second"]).meta({ description: "The servers that have the pool." }),
    settings: z.array(comparedSetting).meta({
      description: "Without those that the pool inherits on both servers; empty for a pool of one server.",
    }),
  })
  .meta({ id: "comparedPool", description: "A pool that differs between two servers." });

/** `iispools compare --format json`. */
export const compareReport = z
  .strictObject({
    schema: z.literal("iispools.compare/1"),
    made: optional(madeSchema),
    first: z.string().meta({ description: "The first server, as it was named." }),
    second: z.string().meta({ description: "The second server, as it was named." }),
    pools: z.array(comparedPool),
    applicationPoolDefaults: z.array(comparedSetting),
    counts: z.strictObject({
      same: countSchema,
      different: countSchema,
      onlyFirst: countSchema,
      onlySecond: countSchema,
    }),
  })
  .meta({ id: "compare", description: "`iispools compare`" });

/** What `iispools compare` prints. */
export type CompareReport = ReadOnly<z.output<typeof compareReport>>;
