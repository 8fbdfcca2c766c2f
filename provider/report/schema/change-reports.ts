import * as z from "zod";
import { optional } from "../../input/members";
import type { ReadOnly } from "../../record";
import type { CompareReport } from "./compare-report";
import { countSchema, entrySchema, errorSchema, faultSchema, findingSchema, madeSchema, noteSchema } from "./parts";

/** A host without results, and why. */
export const failedHost = z
  .strictObject({
    ...{ host: z.string(), ok: z.literal(false), error: errorSchema },
    skipped: optional(z.literal(true)).meta({ description: "It is unreachable, and --skip-unreachable skipped it." }),
  })
  .meta({ id: "failedHost", description: "A host that failed." });

/** Only of a run with `--shard`. */
const shardSchema = z
  .strictObject({
    of: z.int().min(1).meta({ description: "The number of shards." }),
    indexes: z.array(z.int().min(1)).meta({ description: "The shards in the report, from 1.", examples: [[3]] }),
    hosts: z.array(countSchema).meta({
      description: "For each host of the report its place among the hosts of all shards, from 0.",
    }),
    findings: optional(z.array(countSchema)).meta({
      description: "The same for each finding of a plan.",
    }),
  })
  .meta({ id: "shard", description: "Which part of a run it is, for `iispools merge`. Omitted if it is the whole." });

const shard = { shard: optional(shardSchema) };

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
    ok: z.boolean().meta({ description: "Whether the expected status was received in time." }),
    status: optional(z.int()).meta({ description: "The HTTP status; omitted if there was none." }),
    ms: countSchema.meta({ description: "Time until the response was complete or failed, in milliseconds." }),
    problem: optional(z.string()).meta({ description: "What is wrong, for people." }),
  })
  .meta({ id: "probe", description: "The answer to a probe." });

/** A host that failed. */
export type FailedHostJson = ReadOnly<z.output<typeof failedHost>>;

const entries = z.array(entrySchema);
const notes = z.array(noteSchema);

const changes = { delete: countSchema, rename: countSchema, create: countSchema, update: countSchema };
const findings = { faults: countSchema, errors: countSchema, warnings: countSchema, infos: countSchema };
const applied = { failed: countSchema, applied: countSchema, remaining: countSchema };
const differences = {
  declared: countSchema.meta({ description: "Pools that differ from what is declared." }),
  undeclared: countSchema.meta({ description: "Settings." }),
  unknownPools: countSchema,
  unknownSettings: countSchema,
  suppressed: countSchema,
};

const recycling = z
  .strictObject({
    pool: z.string(),
    intervalSeconds: countSchema.meta({ description: "recycling.periodicRestart.time in seconds; 0: never." }),
    schedule: z.array(z.string().regex(/^[0-9]{2}:[0-9]{2}:[0-9]{2}$/)).meta({
      description: "recycling.periodicRestart.schedule, in the local time of the server.",
      examples: [["03:00:00"]],
    }),
  })
  .meta({ id: "recycling", description: "When a pool recycles automatically after the plan." });

const planHost = z
  .strictObject({
    ...{ host: z.string(), ok: z.literal(true), pools: poolsOfHost },
    changes: entries.meta({ description: "Deletions first, then stops, then the others by name." }),
    notes: notes.meta({ description: "What is refused, needs --allow, is kept, or could not be compared." }),
    recycling: z.array(recycling),
    commands: z.array(z.string()).meta({ description: "The appcmd command lines of the plan, secrets masked." }),
    counts: z.strictObject(changes),
  })
  .meta({ id: "planHost", description: "What would change on a host." });

const applyHost = z
  .strictObject({
    ...{ host: z.string(), ok: z.literal(true) },
    failed: entries,
    applied: entries.meta({ description: "Changes that were made, and verified." }),
    remaining: entries.meta({ description: "Changes that were not started." }),
    notes: notes.meta({ description: "What was rolled back, the backup, warnings." }),
    counts: z.strictObject(applied),
  })
  .meta({ id: "applyHost", description: "What was changed on a host." });

const driftHost = z
  .strictObject({
    ...{ host: z.string(), ok: z.literal(true), pools: poolsOfHost },
    declared: entries.meta({ description: "What differs from what is declared." }),
    undeclared: entries.meta({ description: "Settings that are explicit on the server but in no file." }),
    unknownPools: entries.meta({ description: "Pools that are in no file." }),
    unknownSettings: entries.meta({ description: "Settings that this version does not know: their paths only." }),
    suppressed: entries.meta({ description: "Differences that an ignore rule suppresses." }),
    notes: notes.meta({ description: "What could not be compared, and ignore rules without effect." }),
    counts: z.strictObject(differences),
  })
  .meta({ id: "driftHost", description: "How a host differs from the files." });

const waveAnswer = probeAnswer
  .extend({ host: z.string() })
  .meta({ id: "waveAnswer", description: "The answer to a probe of a host." });

const wave = z
  .strictObject({
    name: z.string().meta({ description: "As requested.", examples: ["canary:1"] }),
    hosts: z.array(z.string()),
    outcome: z.enum(["passed", "failed", "not begun"]),
    problems: z.array(errorSchema).meta({
      description: "Why the health check after the wave failed. Errors of a host are in its own entry.",
    }),
    answers: z.array(waveAnswer).meta({ description: "The answers to the probes." }),
  })
  .meta({ id: "wave", description: "A wave of hosts." });

const checked = z
  .strictObject({
    files: countSchema.meta({ description: "0 if the pools were read from hosts." }),
    ...{ pools: countSchema, hosts: countSchema },
    hostNames: optional(z.array(z.string())).meta({ description: "The names of the hosts." }),
  })
  .meta({ id: "checked", description: "How much lint or validate has checked." });

/** `iispools plan --format json`. */
export const planReport = z
  .strictObject({
    schema: z.literal("iispools.plan/1"),
    ...{ made: optional(madeSchema), ...shard },
    hosts: z.array(z.discriminatedUnion("ok", [planHost, failedHost])),
    findings: z.array(findingSchema).meta({ description: "Lint findings of pools that do not change." }),
    counts: z.strictObject({ ...hostCounts, ...changes, ...findings }),
  })
  .meta({ id: "plan", description: "`iispools plan`" });

/** `iispools apply --format json`. */
export const applyReport = z
  .strictObject({
    schema: z.literal("iispools.apply/1"),
    ...{ made: optional(madeSchema), ...shard },
    hosts: z.array(z.discriminatedUnion("ok", [applyHost, failedHost])),
    waves: optional(z.array(wave)).meta({ description: "Only of an apply in waves." }),
    counts: z.strictObject({ ...hostCounts, ...applied }),
  })
  .meta({ id: "apply", description: "`iispools apply`, `iispools restore`" });

/** `iispools drift --format json`. */
export const driftReport = z
  .strictObject({
    schema: z.literal("iispools.drift/1"),
    ...{ made: optional(madeSchema), ...shard },
    hosts: z.array(z.discriminatedUnion("ok", [driftHost, failedHost])),
    counts: z.strictObject({ ...hostCounts, ...differences }),
  })
  .meta({ id: "drift", description: "`iispools drift`" });

/** `iispools lint --format json` and `iispools validate --format json`. */
export const lintReport = z
  .strictObject({
    schema: z.literal("iispools.lint/1"),
    made: optional(madeSchema),
    checked: optional(checked).meta({ description: "How much was checked; omitted if a merged report cannot know." }),
    faults: z.array(faultSchema),
    findings: z.array(findingSchema),
    counts: z.strictObject(findings),
  })
  .meta({ id: "lint", description: "`iispools lint`, `iispools validate`" });

/** Which part of a run a report is. */
export type ShardJson = ReadOnly<z.output<typeof shardSchema>>;
/** What `iispools plan` prints. */
export type PlanReport = ReadOnly<z.output<typeof planReport>>;
/** What `iispools apply` prints. */
export type ApplyReport = ReadOnly<z.output<typeof applyReport>>;
/** What `iispools drift` prints. */
export type DriftReport = ReadOnly<z.output<typeof driftReport>>;
/** What `iispools lint` and `iispools validate` print. */
export type LintReport = ReadOnly<z.output<typeof lintReport>>;
/** What would change on a host. */
export type PlanHostJson = ReadOnly<z.output<typeof planHost>>;
/** What was changed on a host. */
export type ApplyHostJson = ReadOnly<z.output<typeof applyHost>>;
/** How a host differs from the files. */
export type DriftHostJson = ReadOnly<z.output<typeof driftHost>>;
/** A wave of hosts. */
export type WaveJson = ReadOnly<z.output<typeof wave>>;
/** A report that has all formats. */
export type ReportDocument = PlanReport | ApplyReport | DriftReport | LintReport | CompareReport;
