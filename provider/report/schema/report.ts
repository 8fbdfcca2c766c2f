import * as z from "zod";
import { optional } from "../../input/members";
import { lintProfiles } from "../../lint/rule";
import type { ReadOnly } from "../../record";
import { allVersions } from "../../settings/iis-version";
import { applyReport, driftReport, lintReport, planReport } from "./change-reports";
import { compareReport } from "./compare-report";
import { backupsReport, doctorReport, doctorReport1, recycleReport, workersReport } from "./live-reports";
import { errorSchema, valueSchema } from "./parts";

const version = z.enum(allVersions);
const link = z.string().meta({ description: "The page of the vendor." });
const pathWithDoc = z
  .strictObject({ path: z.string(), doc: z.string() })
  .meta({ id: "explainedPath", description: "A setting or group by its path." });

const explainedSetting = z
  .strictObject({
    ...{ schema: z.literal("iispools.explain/1"), kind: z.literal("setting"), path: z.string(), doc: z.string() },
    label: optional(z.string()).meta({ description: "Its name in IIS Manager." }),
    type: z.string().meta({ examples: ["uint", "list of timeSpan"] }),
    unit: optional(z.string()),
    range: optional(z.string()).meta({ description: "Accepted values, for people." }),
    values: optional(z.string()).meta({ description: "The accepted names, for people." }),
    several: optional(z.literal(true)).meta({ description: "A value is any number of the names." }),
    spellings: z.string().meta({ description: "How a value may be written, for people." }),
    zero: optional(z.string()).meta({ description: "What 0 or the empty value means." }),
    secret: optional(z.literal(true)),
    expanded: optional(z.literal(true)).meta({ description: "IIS replaces %VARIABLES% in it." }),
    defaults: z.partialRecord(version, z.string()).meta({ description: "The default by IIS version, for people." }),
    defaultValues: optional(z.partialRecord(version, valueSchema)).meta({
      description: "The same as canonical values.",
    }),
    since: version.meta({ description: "The first IIS version that has it." }),
    sinceInDefaults: optional(version).meta({ description: "The first version with it in applicationPoolDefaults." }),
    examples: optional(z.array(z.unknown())),
    link,
  })
  .meta({ id: "explainSetting", description: "A setting." });

const explainedGroup = z
  .strictObject({
    ...{ schema: z.literal("iispools.explain/1"), kind: z.literal("group"), path: z.string(), doc: z.string() },
    ...{ holds: z.array(pathWithDoc), link },
  })
  .meta({ id: "explainGroup", description: "A group of settings." });

const settingPaths = z.strictObject({ schema: z.literal("iispools.explain/1"), paths: z.array(pathWithDoc) }).meta({
  id: "explainPaths",
  description: "All settings, or those with a word in their path or their name in IIS Manager.",
});

const explainedCode = z
  .strictObject({
    ...{ schema: z.literal("iispools.explain/1"), kind: z.literal("code"), code: z.string() },
    meaning: z.string().meta({ description: "What it means, for people." }),
    remedy: z.string().meta({ description: "What to do, for people." }),
  })
  .meta({ id: "explainCode", description: "An error code." });

const explainedRule = z
  .strictObject({
    ...{ schema: z.literal("iispools.explain/1"), kind: z.literal("rule"), rule: z.string() },
    ...{ profile: z.enum(lintProfiles), severity: z.enum(["error", "warning", "info"]) },
    doc: z.string().meta({ description: "What it finds." }),
    link: z.string().meta({ description: "Its source." }),
  })
  .meta({ id: "explainRule", description: "A lint rule." });

const explainedKey = z
  .strictObject({
    ...{ schema: z.literal("iispools.explain/1"), kind: z.literal("key"), key: z.string() },
    docs: z.array(z.string()).meta({ description: "What it means, in each place that has the key." }),
    examples: optional(z.array(z.unknown())),
  })
  .meta({ id: "explainKey", description: "A key of pool files that is not a setting." });

/** `iispools explain --format json`: a setting, a group or paths of settings, an error code, a lint rule, or a key of pool files. */
export const explainReport = z
  .union([explainedSetting, explainedGroup, settingPaths, explainedCode, explainedRule, explainedKey])
  .meta({ id: "explain", description: "`iispools explain`" });

const problem = errorSchema
  .extend({
    code: z.string().meta({ description: "Stable; INVALID_INPUT for a fault of a file or an option." }),
    file: optional(z.string()).meta({ description: "The pool file with the fault." }),
    line: optional(z.int().min(1)),
    column: optional(z.int().min(1)),
  })
  .meta({ id: "problem", description: "Why a verb cannot start: an error, or a fault of a file or an option." });

/** The output of every verb with `--format json` if it cannot start. */
export const errorReport = z
  .strictObject({ schema: z.literal("iispools.error/1"), errors: z.array(problem) })
  .meta({ id: "errors", description: "every verb that cannot start" });

/** Every JSON document of `iispools`, except saved plans and imports. */
export const reportSchema = z
  .union([
    planReport,
    applyReport,
    driftReport,
    lintReport,
    compareReport,
    recycleReport,
    workersReport,
    backupsReport,
    doctorReport,
    doctorReport1,
    explainReport,
    errorReport,
  ])
  .meta({
    title: "Reports of iispools as JSON",
    description: "Within a schema number members are only added; ignore members that you do not know.",
  });

/** What `iispools explain` prints. */
export type ExplainReport = ReadOnly<z.output<typeof explainReport>>;
/** The output of a verb that cannot start. */
export type ErrorReport = ReadOnly<z.output<typeof errorReport>>;
