import type { Verb } from "./verb";

/** A verb, of which only name and summary are loaded. */
export interface VerbEntry {
  readonly name: string;
  /** One sentence, for the list of verbs and the head of its help. */
  readonly summary: string;
  readonly load: () => Promise<Verb>;
}

/** The verbs in the order of `--help`. */
export const verbs: readonly VerbEntry[] = [
  {
    name: "validate",
    summary: "Check pool files without connecting to a server",
    load: async () => (await import("./verbs/validate.ts")).validateVerb,
  },
  {
    name: "plan",
    summary: "Show what apply would change on the servers",
    load: async () => (await import("./verbs/plan.ts")).planVerb,
  },
  {
    name: "apply",
    summary: "Change the servers to match the pool files or a saved plan",
    load: async () => (await import("./verbs/apply.ts")).applyVerb,
  },
  {
    name: "drift",
    summary: "Show how the servers differ from the pool files",
    load: async () => (await import("./verbs/drift.ts")).driftVerb,
  },
  {
    name: "show",
    summary: "Show a stored JSON report as text or in another format",
    load: async () => (await import("./verbs/show.ts")).showVerb,
  },
  {
    name: "merge",
    summary: "Make one report of several JSON reports",
    load: async () => (await import("./verbs/merge.ts")).mergeVerb,
  },
  {
    name: "compare",
    summary: "Show how two servers differ",
    load: async () => (await import("./verbs/compare.ts")).compareVerb,
  },
  {
    name: "ps",
    summary: "List the worker processes of pools",
    load: async () => (await import("./verbs/ps.ts")).psVerb,
  },
  {
    name: "recycle",
    summary: "Recycle pools and report the old and new worker processes",
    load: async () => (await import("./verbs/recycle.ts")).recycleVerb,
  },
  {
    name: "start",
    summary: "Start pools",
    load: async () => (await import("./verbs/start-stop.ts")).startVerb,
  },
  {
    name: "stop",
    summary: "Stop pools",
    load: async () => (await import("./verbs/start-stop.ts")).stopVerb,
  },
  {
    name: "backups",
    summary: "List the backups of the servers",
    load: async () => (await import("./verbs/backups.ts")).backupsVerb,
  },
  {
    name: "restore",
    summary: "Restore the application pools of a backup",
    load: async () => (await import("./verbs/restore.ts")).restoreVerb,
  },
  {
    name: "init",
    summary: "Write the first pool files of a folder from servers",
    load: async () => (await import("./verbs/init.ts")).initVerb,
  },
  {
    name: "import",
    summary: "Write the pools of a server as a pool file or for Pulumi",
    load: async () => (await import("./verbs/import.ts")).importVerb,
  },
  {
    name: "lint",
    summary: "Find risky settings in pool files or on servers",
    load: async () => (await import("./verbs/lint.ts")).lintVerb,
  },
  {
    name: "explain",
    summary: "Describe a setting (type, unit, range, defaults) or an error code",
    load: async () => (await import("./verbs/explain.ts")).explainVerb,
  },
  {
    name: "bundle",
    summary: "Put pool files into one signed file for agents",
    load: async () => (await import("./verbs/bundle.ts")).bundleVerb,
  },
  {
    name: "agent",
    summary: "Let this server compare or change itself, from a bundle or files",
    load: async () => (await import("./verbs/agent/agent.ts")).agentVerb,
  },
  {
    name: "schema",
    summary: "Print the JSON Schema of pool files or saved plans",
    load: async () => (await import("./verbs/schema.ts")).schemaVerb,
  },
  {
    name: "dsc",
    summary: "Manage pools as a resource of Microsoft DSC",
    load: async () => (await import("./verbs/dsc.ts")).dscVerb,
  },
  {
    name: "doctor",
    summary: "Verify on a server what this program assumes about appcmd",
    load: async () => (await import("./verbs/doctor.ts")).doctorVerb,
  },
  {
    name: "completion",
    summary: "Print a script that completes iispools commands in a shell",
    load: async () => (await import("./verbs/completion.ts")).completionVerb,
  },
];
