import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { readInput } from "../input/read-input";
import { lazily } from "../lazily";
import { megabyte, readRegularFile, UnreadableFile } from "../read-file";
import type { MetricsDocument } from "../report/metrics/write-metrics";
import { visibleText } from "../visible-text";

/** The schema of a record, as it names it. */
const recordSchema = "iispools.agent-run/1";

/** What a run of an agent did: one line of its log. */
export interface RunRecord {
  /** When it began, in UTC. */
  readonly time: string;
  /** How long it took, in milliseconds, without the splay. */
  readonly durationMs: number;
  /** The name of the host, as the pool files have it if they could be read. */
  readonly host: string;
  /** What it did: `drift` also for `--mode apply` outside the window; undefined if it ended before. */
  readonly did?: "apply" | "drift" | undefined;
  readonly source: string;
  /** When the bundle was made. */
  readonly made?: string | undefined;
  /** How old the copy is that was used, in seconds; 0 if the source was read. */
  readonly copyAgeSeconds?: number | undefined;
  readonly exitCode: number;
  /** Those of the report. */
  readonly counts?: Readonly<Record<string, number>> | undefined;
  readonly errors: readonly { readonly code: string; readonly message: string }[];
}

/** The errors of hosts and of changes in a report. */
export function errorsIn(document: MetricsDocument): RunRecord["errors"] {
  if (!("hosts" in document)) return [];
  const errors = document.hosts.flatMap((host) => {
    if (!host.ok) return [host.error];
    return "failed" in host ? host.failed.flatMap(({ error = [] }) => error) : [];
  });
  return errors.map(({ code, message }) => ({ code, message }));
}

const schema = lazily(() =>
  z.object({
    schema: z.literal(recordSchema),
    time: z.string(),
    durationMs: z.number(),
    host: z.string(),
    did: z.enum(["apply", "drift"]).optional(),
    source: z.string(),
    made: z.string().optional(),
    copyAgeSeconds: z.number().optional(),
    exitCode: z.number(),
    counts: z.record(z.string(), z.number()).optional(),
    errors: z.array(z.object({ code: z.string(), message: z.string() })),
  }),
);

function lineOf(record: RunRecord): string {
  return `${visibleText(JSON.stringify({ schema: recordSchema, ...record }))}\n`;
}

function lastRunFile(stateFolder: string): string {
  return join(stateFolder, "last-run.json");
}

/** Keeps a record as the last run. @throws Error of the system */
export function keepLastRun(record: RunRecord, stateFolder: string): void {
  mkdirSync(stateFolder, { recursive: true });
  writeFileSync(lastRunFile(stateFolder), lineOf(record));
}

/** Appends a record to a log. @throws Error of the system */
export function logRun(record: RunRecord, log: string): void {
  appendFileSync(log, lineOf(record));
}

/** Whether a text begins like a log of {@link logRun}, or is empty. */
export function isRunLog(start: string): boolean {
  return start === "" || start.startsWith(`{"schema":"${recordSchema}"`);
}

/** The last run; undefined if there was none, or its file is damaged. */
export function readLastRun(stateFolder: string): RunRecord | undefined {
  try {
    const text = readRegularFile(lastRunFile(stateFolder), megabyte).toString("utf8");
    return readInput(schema(), JSON.parse(text), { isJson: true }).value;
  } catch (error) {
    if (error instanceof UnreadableFile || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
