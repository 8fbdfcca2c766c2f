import * as z from "zod";
import { optional } from "../../input/members";
import type { ReadOnly } from "../../record";
import { failedHost, hostCounts, probeAnswer } from "./change-reports";
import { countSchema, errorSchema } from "./parts";

const pid = z.int().min(1).meta({ id: "pid", description: "The process id of a worker process." });
const pids = z.array(pid);

const runState = z
  .enum(["Starting", "Started", "Stopping", "Stopped", "Unknown"])
  .meta({ id: "runState", description: "The state of a pool; Unknown if the service WAS does not respond." });

const recycledPool = z
  .strictObject({
    pool: z.string(),
    outcome: z.enum(["recycled", "draining", "no worker process", "not begun", "failed"]),
    overlapped: z.boolean().meta({ description: "Whether new worker processes start before the old ones end." }),
    shutdownTimeLimit: z.int().meta({ description: "In seconds." }),
    oldPids: pids.meta({ description: "The worker processes before." }),
    newPids: pids.meta({ description: "Worker processes that did not run before." }),
    drainingPids: pids.meta({ description: "Old worker processes that still run." }),
    ms: optional(countSchema).meta({
      description: "Time until the old worker processes had ended, or until the last query, in milliseconds.",
    }),
    probe: optional(probeAnswer),
    error: optional(errorSchema),
  })
  .meta({ id: "recycledPool", description: "The result of recycling a pool." });

const recycledHost = z
  .strictObject({ host: z.string(), ok: z.literal(true), pools: z.array(recycledPool) })
  .meta({ id: "recycleHost", description: "The pools of a host to recycle." });

/** `iispools recycle --format json`. */
export const recycleReport = z
  .strictObject({
    schema: z.literal("iispools.recycle/1"),
    hosts: z.array(z.discriminatedUnion("ok", [recycledHost, failedHost])),
    counts: z.strictObject({
      ...{
        ...hostCounts,
        recycled: countSchema,
        draining: countSchema,
        withoutWorkerProcess: countSchema,
        notBegun: countSchema,
      },
      failed: countSchema,
    }),
  })
  .meta({ id: "recycle", description: "`iispools recycle`" });

const worker = z
  .strictObject({ pid, pool: z.string(), state: runState })
  .meta({ id: "worker", description: "A worker process, with the state of its pool." });

const poolWorkers = z
  .strictObject({
    ...{ pool: z.string(), state: runState },
    pids: pids.meta({ description: "Its worker processes, in ascending order." }),
  })
  .meta({ id: "poolWorkers", description: "A pool with its worker processes." });

const workersHost = z
  .strictObject({
    ...{ host: z.string(), ok: z.literal(true), workers: z.array(worker) },
    pools: z.array(poolWorkers).meta({ description: "Every pool, also without worker processes." }),
  })
  .meta({ id: "workersHost", description: "The worker processes of a host." });

/** `iispools ps --format json`. */
export const workersReport = z
  .strictObject({
    schema: z.literal("iispools.workers/1"),
    hosts: z.array(z.discriminatedUnion("ok", [workersHost, failedHost])),
    counts: z.strictObject({
      ...{ ...hostCounts, workers: countSchema },
      poolsWithout: countSchema.meta({ description: "Pools without a worker process." }),
    }),
  })
  .meta({ id: "workers", description: "`iispools ps`" });

const backup = z
  .strictObject({
    name: z.string(),
    at: optional(z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?$/)).meta({
      description:
        "When it was made, if its name says so: with Z in UTC, for a backup of iispools; else in the server's own time, for a name that appcmd chose.",
      examples: ["2026-11-30T12:00:00Z"],
    }),
  })
  .meta({ id: "backup", description: "A backup of the configuration of a host." });

const backupsHost = z
  .strictObject({
    ...{ host: z.string(), ok: z.literal(true) },
    backups: z.array(backup).meta({ description: "Newest first; those without a time last." }),
  })
  .meta({ id: "backupsHost", description: "The backups of a host." });

/** `iispools backups --format json`. */
export const backupsReport = z
  .strictObject({
    schema: z.literal("iispools.backups/1"),
    hosts: z.array(z.discriminatedUnion("ok", [backupsHost, failedHost])),
    counts: z.strictObject({ ...hostCounts, backups: countSchema }),
  })
  .meta({ id: "backups", description: "`iispools backups`" });

const assumption = z
  .strictObject({
    id: z.string().meta({ description: "See docs/contributors/assumptions.md." }),
    expected: z.string(),
    seen: z.union([z.string(), z.null()]).meta({ description: "null: not verified." }),
    ok: z.union([z.boolean(), z.null()]).meta({ description: "null: not verified." }),
    source: z.string().meta({ description: "The source of the assumption." }),
    reason: optional(z.string()).meta({ description: "Why it is not verified, for people." }),
  })
  .meta({ id: "assumption", description: "An assumption about appcmd, and what the server did." });

const doctorHost = z
  .strictObject({ host: z.string(), ok: z.literal(true), assumptions: z.array(assumption) })
  .meta({ id: "doctorHost", description: "What was verified on a host." });

/** `iispools doctor --format json`. */
export const doctorReport = z
  .strictObject({
    schema: z.literal("iispools.doctor/2"),
    hosts: z.array(z.discriminatedUnion("ok", [doctorHost, failedHost])),
    counts: z.strictObject({
      ...{ ...hostCounts, asExpected: countSchema, different: countSchema },
      notVerified: countSchema.meta({ description: "Assumptions that no check could verify, on all hosts." }),
    }),
  })
  .meta({ id: "doctor", description: "`iispools doctor`" });

/** The same as an earlier build wrote it, of one host. */
export const doctorReport1 = z
  .strictObject({ schema: z.literal("iispools.doctor/1"), host: z.string(), assumptions: z.array(assumption) })
  .meta({ id: "doctor1", description: "`iispools doctor` of an earlier build, one host" });

/** What `iispools recycle` prints. */
export type RecycleReport = ReadOnly<z.output<typeof recycleReport>>;
/** What `iispools ps` prints. */
export type WorkersReport = ReadOnly<z.output<typeof workersReport>>;
/** What `iispools backups` prints. */
export type BackupsReport = ReadOnly<z.output<typeof backupsReport>>;
/** What `iispools doctor` prints. */
export type DoctorReport = ReadOnly<z.output<typeof doctorReport>>;
/** The result of recycling a pool. */
export type RecycledPoolJson = ReadOnly<z.output<typeof recycledPool>>;
