import * as z from "zod";
import { optional } from "../../input/members";
import type { ReadOnly } from "../../record";

/** The parts of the JSON reports, see report.ts. Optional members are omitted if there is no value. */

/** A count. */
export const countSchema = z.int().min(0);

/** A place in a pool file. */
export const positionSchema = z
  .strictObject({
    file: z.string().meta({ description: "The file, relative to the folder in which the program ran." }),
    line: z.int().min(1).meta({ description: "From 1." }),
    column: z.int().min(1).meta({ description: "From 1." }),
  })
  .meta({ id: "position", description: "A place in a pool file." });

/** Why something failed. */
export const errorSchema = z
  .strictObject({
    code: z.string().meta({ description: "Stable; explained in docs/administrators/errors.md." }),
    message: z.string().meta({ description: "All of it in one sentence, for people: place, problem, hint." }),
    host: optional(z.string()).meta({ description: "The server." }),
    pool: optional(z.string()).meta({ description: "The application pool." }),
    path: optional(z.string()).meta({ description: "The setting or file." }),
    problem: optional(z.string()).meta({ description: "What is wrong, without the place." }),
    hint: optional(z.string()).meta({ description: "What to do." }),
  })
  .meta({ id: "error", description: "Why something failed." });

/** A canonical value. */
export const valueSchema = z
  .union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.record(z.string(), z.string()), z.null()])
  .meta({
    id: "value",
    description:
      'The canonical value: numbers in the unit of IIS, durations as hh:mm:ss or d.hh:mm:ss, lists, variables by their names. "[secret]" for a secret and for the value of a variable, "[changed]" for a variable that gets another value; null for the inherited value.',
    examples: [1_572_864, "00:20:00", true, ["03:00:00"], { DB: "[secret]" }, null],
  });

const placeSchema = z
  .strictObject({
    site: optional(z.string()).meta({ description: "Omitted for all sites." }),
    application: optional(z.string()).meta({
      description: "Omitted for the applicationDefaults of the site.",
      examples: ["/shop"],
    }),
  })
  .meta({ id: "place", description: "An application or default of the sites that uses a pool." });

/** One setting of an entry. */
export const settingSchema = z
  .strictObject({
    path: z.string().meta({
      description:
        'The setting; "state" for the run-time state; "renamedFrom", or the place in words, for a rename; empty for the pool as a whole.',
    }),
    from: optional(valueSchema).meta({ description: "The value on the server; omitted if it does not exist yet." }),
    to: optional(valueSchema).meta({ description: "The declared value; omitted if nothing is declared." }),
    text: z.string().meta({
      description: "Both values for people, with their units.",
      examples: ["off -> 1.5 GB", "in no file"],
    }),
    place: optional(placeSchema).meta({ description: "For a rename: what moves from the old pool to the new one." }),
    position: optional(positionSchema).meta({ description: "Where a file declares it." }),
  })
  .meta({ id: "setting", description: "One setting of a pool." });

/** The effect of a change on running worker processes. */
export const impactSchema = z
  .strictObject({
    kind: z.enum([
      ...(["recycles now, overlapped", "recycles now, not overlapped", "on next start"] as const),
      ...(["none", "stops now", "starts now"] as const),
    ]),
    loses: z.array(z.string()).meta({ description: "What is lost with a worker process; empty if no process ends." }),
    reason: optional(z.string()).meta({ description: "The reason, for people, if it is not obvious." }),
    pools: optional(countSchema).meta({
      description: "How many pools a change of applicationPoolDefaults can affect.",
    }),
    recycles: optional(countSchema).meta({ description: "How many of these pools it recycles at once, at most." }),
  })
  .meta({ id: "impact", description: "The effect of a change on running worker processes." });

/** What a lint rule reports. */
export const findingSchema = z
  .strictObject({
    rule: z.string().meta({ description: "The id of the rule, see docs/administrators/lint.md." }),
    severity: z.enum(["error", "warning", "info"]),
    pool: z.string().meta({ description: "Empty for a block of the files that applies to no pool." }),
    host: optional(z.string()).meta({ description: "Omitted if it is the same on all hosts." }),
    path: z.string().meta({ description: "The setting, or the block; empty for the pool as a whole." }),
    message: z.string().meta({ description: "What is wrong and what to do, for people." }),
    link: z.string().meta({ description: "Where the rule comes from." }),
    position: optional(positionSchema),
  })
  .meta({ id: "finding", description: "What a lint rule reports of one pool, or of a block of the files." });

/** A fault of a file. */
export const faultSchema = z
  .strictObject({
    path: z.string().meta({ description: "The property; empty for the file as a whole." }),
    message: z.string().meta({ description: "What is wrong and what to do, for people." }),
    position: optional(positionSchema),
  })
  .meta({ id: "fault", description: "A fault of a pool file." });

/** A remark about a host. */
export const noteSchema = z
  .strictObject({
    kind: z.enum(["risk", "refusal", "kept", "warning", "backup", "rolled back", "not rolled back"]),
    code: optional(z.string()).meta({
      description: "The name of the risk, the code of the error, the name of the backup.",
    }),
    allow: optional(z.string()).meta({
      description: "Of a risk: its name for `iispools apply --allow`.",
      examples: ["many"],
    }),
    text: z.string().meta({ description: "A sentence; for a backup the command that restores it." }),
    restorePools: optional(z.string()).meta({
      description: "Of a backup: the command that restores only its application pools.",
    }),
    pools: optional(z.array(z.string())).meta({ description: "The pools." }),
    path: optional(z.string()).meta({ description: "The setting." }),
    hint: optional(z.string()).meta({ description: "What to do." }),
    position: optional(positionSchema).meta({ description: "The place in a file." }),
  })
  .meta({ id: "note", description: "A remark about a host." });

const ignoreRuleSchema = z
  .strictObject({ reason: z.string(), position: positionSchema })
  .meta({ id: "ignored", description: "The ignore rule that suppresses a difference." });

/** What a report is made of. */
export const madeSchema = z
  .strictObject({
    at: z
      .string()
      .regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/)
      .meta({ description: "When, in UTC." }),
    version: z.string().meta({ description: "The version of iispools." }),
    files: z
      .array(z.string())
      .meta({ description: "The pool files, relative to the folder in which the program ran." }),
    commit: optional(z.string()).meta({ description: "The commit of the files, if the CI system names it." }),
    fileUrl: optional(z.string()).meta({
      description: "The address of a file at the commit, with {file} and {line} to replace.",
    }),
  })
  .meta({ id: "made", description: "When and of what a report was made." });

/** What is reported of one pool. */
export const entrySchema = z
  .strictObject({
    pool: z.string().meta({ description: "The pool, or applicationPoolDefaults." }),
    action: z.enum(["create", "update", "rename", "delete", "undeclared", "unknown", "ignored"]),
    kind: optional(z.enum(["missing", "changed", "extra"])).meta({
      description:
        "Of drift: the server has no such pool, has it with other values, or has what no file declares or a file forbids.",
    }),
    reason: optional(z.enum(["absent", "pruned"])).meta({ description: "Why the pool is deleted." }),
    settings: z.array(settingSchema),
    impact: optional(impactSchema),
    position: optional(positionSchema).meta({ description: "Where a file declares the pool." }),
    findings: optional(z.array(findingSchema)).meta({ description: "The lint findings of the pool." }),
    error: optional(errorSchema).meta({ description: "Why the change failed." }),
    ignored: optional(ignoreRuleSchema),
  })
  .meta({ id: "entry", description: "What is reported of one pool, or of applicationPoolDefaults." });

/** Why something failed. */
export type ErrorJson = ReadOnly<z.output<typeof errorSchema>>;
/** What is reported of one pool. */
export type EntryJson = ReadOnly<z.output<typeof entrySchema>>;
/** One setting of an entry. */
export type SettingJson = ReadOnly<z.output<typeof settingSchema>>;
/** What a lint rule reports. */
export type FindingJson = ReadOnly<z.output<typeof findingSchema>>;
/** A fault of a file. */
export type FaultJson = ReadOnly<z.output<typeof faultSchema>>;
/** A remark about a host. */
export type NoteJson = ReadOnly<z.output<typeof noteSchema>>;
/** When and of what a report was made. */
export type Made = ReadOnly<z.output<typeof madeSchema>>;
