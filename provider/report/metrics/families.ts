/** A metric: a row of the table in docs/administrators/monitoring.md, and its comment lines in the file. */
export interface MetricFamily {
  readonly name: string;
  /** One sentence, also its HELP line. */
  readonly help: string;
  /** Undefined for a counter: its TYPE line has another name in OpenMetrics than in Prometheus' own format. */
  readonly type?: "gauge";
  /** In the order in which they are written. */
  readonly labels: readonly string[];
}

/** The kinds of drift, as values of the label `kind`, and what each counts. */
export const driftKindMeanings = {
  changed: "settings with another value than the declared one",
  missing_pool: "1 for a declared pool that the server does not have",
  unwanted_pool: "1 for a pool that the server has although a file says `state: absent`",
  undeclared: "settings that are explicit on the server but in no file",
  undeclared_pool: "1 for a pool that is in no file",
} as const;

/** The states of a pool, as values of the label `state`. */
export const poolStates = ["starting", "started", "stopping", "stopped", "unknown"] as const;

/**
 * Every metric. Each has the label `verb`: the files of several verbs can be in one folder, where a textfile collector refuses
 * the same series of two files.
 */
export const metricFamilies = {
  build: {
    ...{ name: "iispools_build_info", type: "gauge", labels: ["version", "verb"] },
    help: "Always 1; the version of iispools that wrote the file.",
  },
  timestamp: {
    ...{ name: "iispools_last_run_timestamp_seconds", type: "gauge", labels: ["verb"] },
    help: "When the last run ended, in seconds since 1970.",
  },
  success: {
    ...{ name: "iispools_last_run_success", type: "gauge", labels: ["verb"] },
    help: "1 if the last run did its work, also if it found differences or skipped servers; else 0.",
  },
  duration: {
    ...{ name: "iispools_last_run_duration_seconds", type: "gauge", labels: ["verb"] },
    help: "How long the last run took.",
  },
  hostUp: {
    ...{ name: "iispools_host_up", type: "gauge", labels: ["host", "verb"] },
    help: "1 if the server could be read, 0 if it failed or was skipped.",
  },
  driftSettings: {
    ...{ name: "iispools_drift_settings", type: "gauge", labels: ["host", "pool", "kind", "verb"] },
    help: "Differences from the files by pool and kind, a pool as a whole counts as 1; without a pool always 0, for sums.",
  },
  driftIgnored: {
    ...{ name: "iispools_drift_ignored", type: "gauge", labels: ["host", "verb"] },
    help: "Differences that an ignore rule suppresses.",
  },
  poolState: {
    ...{ name: "iispools_pool_state", type: "gauge", labels: ["host", "pool", "state", "verb"] },
    help: "1 for the state that the pool has, 0 for each other state.",
  },
  changes: {
    ...{ name: "iispools_changes_total", labels: ["host", "verb"] },
    help: "Pools that were created, changed, renamed or deleted, counted over all runs with this file.",
  },
  bundleAge: {
    ...{ name: "iispools_bundle_age_seconds", type: "gauge", labels: ["verb"] },
    help: "How long ago the source confirmed the bundle of an agent; 0 unless the source failed and a copy was used.",
  },
} as const satisfies Readonly<Record<string, MetricFamily>>;
