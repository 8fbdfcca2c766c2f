import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parse } from "yaml";
import type { Example, Ran } from "../examples";
import { read } from "./follow";

type Json = Readonly<Record<string, unknown>>;

/** A command, or an artifact that is stored or taken. */
export interface Step {
  readonly name: string;
  readonly id: string;
  readonly script?: string;
  readonly env: Json;
  readonly always: boolean;
  readonly upload?: Json;
  readonly download?: Json;
}

/** A job of a workflow of GitHub, or of a stage of Azure DevOps. */
export interface Job {
  readonly service: "GitHub" | "Azure DevOps";
  /** The service's names for what the step with this id puts out. */
  readonly outputNames: (id: string, name: string) => string[];
  /** With expressions: at GitHub what the job puts out for others, at Azure DevOps its variables. */
  readonly variables: Json;
  readonly steps: readonly Step[];
}

/** What a service knows of one run of a pipeline: the values of expressions, and a folder with the artifacts. */
export interface PipelineRun {
  readonly values: Record<string, string>;
  readonly artifacts: string;
}

/** The result of each command by its name, and the name of the step that failed. */
export interface JobResult {
  readonly ran: ReadonlyMap<string, Ran>;
  readonly failed: string | undefined;
}

/** A pipeline file of the repository. */
export function readPipeline(file: string): Json {
  return parse(read(file)) as Json;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A job of a workflow of GitHub. */
export function githubJob(file: string, name: string): Job {
  const { outputs, steps } = (readPipeline(file)["jobs"] as Record<string, Json>)[name]!;
  return {
    service: "GitHub",
    outputNames: (id, output) => [`steps.${id}.outputs.${output}`],
    variables: Object.fromEntries(
      Object.entries((outputs ?? {}) as Json).map(([output, text]) => [`needs.${name}.outputs.${output}`, text]),
    ),
    steps: (steps as Json[]).map(githubStep),
  };
}

/** A step of a workflow or of a composite action. */
export function githubStep(step: Json): Step {
  return {
    ...{ name: textOf(step["name"]), id: textOf(step["id"]), env: (step["env"] ?? {}) as Json },
    always: step["if"] === "always()",
    ...("run" in step && { script: textOf(step["run"]) }),
    ...(textOf(step["uses"]).includes("upload-artifact") && { upload: step["with"] as Json }),
    ...(textOf(step["uses"]).includes("download-artifact") && { download: step["with"] as Json }),
  };
}

/** The only job of a stage of a pipeline of Azure DevOps. */
export function azureJob(file: string, stage: string): Job {
  const stages = readPipeline(file)["stages"] as Json[];
  const [job] = stages.find((one) => one["stage"] === stage)?.["jobs"] as [Json];
  const strategy = job["strategy"] as { runOnce?: { deploy: { steps: Json[] } } } | undefined;
  const name = textOf(job["job"]);
  return {
    service: "Azure DevOps",
    outputNames: (id, output) => [
      `stageDependencies.${stage}.${name}.outputs['${id}.${output}']`,
      `dependencies.${stage}.outputs['${name}.${id}.${output}']`,
    ],
    variables: (job["variables"] ?? {}) as Json,
    steps: (strategy?.runOnce?.deploy.steps ?? (job["steps"] as Json[])).map(azureStep),
  };
}

/** A step of a job or of a template. */
export function azureStep(step: Json): Step {
  return {
    ...{ name: textOf(step["displayName"]), id: textOf(step["name"]), env: (step["env"] ?? {}) as Json },
    always: ["always()", "succeededOrFailed()"].includes(textOf(step["condition"])),
    ...("bash" in step && { script: textOf(step["bash"]) }),
    ...("publish" in step && { upload: { name: step["artifact"], path: step["publish"] } }),
    ...(step["task"] === "DownloadPipelineArtifact@2" && { download: taskDownload(step["inputs"] as Json) }),
    ...("download" in step && { download: { name: step["artifact"], path: `../${textOf(step["artifact"])}` } }),
  };
}

/** A download of several artifacts, each into a folder with its name. */
function taskDownload({ itemPattern, targetPath }: Json): Json {
  return {
    pattern: textOf(itemPattern).replace(/\/.*/, ""),
    path: textOf(targetPath).replace("$(Pipeline.Workspace)", ".."),
  };
}

/** A text with every expression replaced; fails for one that the service does not know. */
function fill(text: unknown, { values }: PipelineRun): string {
  return String(text).replace(/\$\{\{ (.*?) \}\}|\$\((.*?)\)|\$\[ (.*?) \]/g, (_, ...[github, macro, runtime]) => {
    const key = [github, macro, runtime].find((one) => one !== undefined) as string;
    expect([key, key in values]).toEqual([key, true]);
    return values[key]!;
  });
}

/** Runs the steps of a job in a place, as the service does: until one fails, and then those that always run. */
export function runJob(job: Job, place: Example, run: PipelineRun): JobResult {
  const ran = new Map<string, Ran>();
  let failed: string | undefined;
  if (job.service === "Azure DevOps") define(job, run);
  for (const step of job.steps) {
    if (failed !== undefined && !step.always) continue;
    if (step.upload !== undefined) upload(step.upload, place, run);
    if (step.download !== undefined) download(step.download, place, run);
    if (step.script === undefined) continue;
    const result = runScript(job, step, place, run);
    ran.set(step.name, result);
    if (result.code !== 0) failed ??= step.name;
  }
  if (job.service === "GitHub" && failed === undefined) define(job, run);
  return { ran, failed };
}

function define({ variables }: Job, run: PipelineRun): void {
  for (const [name, text] of Object.entries(variables)) run.values[name] = fill(text, run);
}

function runScript(job: Job, step: Step, place: Example, run: PipelineRun): Ran {
  const root = dirname(place.folder);
  const env = Object.fromEntries(Object.entries(step.env).map(([name, text]) => [name, fill(text, run)]));
  const [script, outputs, summary] = ["step.sh", "outputs.txt", "summary.md"].map((file) => join(root, file)) as [
    ...[string, string, string],
  ];
  writeFileSync(script, step.script ?? "");
  writeFileSync(outputs, "");
  const ofService: Record<string, string> =
    job.service === "GitHub"
      ? { GITHUB_OUTPUT: outputs, GITHUB_STEP_SUMMARY: summary, GITHUB_REPOSITORY: "me/pools" }
      : { PIPELINE_WORKSPACE: root, SYSTEM_DEFAULTWORKINGDIRECTORY: place.folder };
  // The options that each service gives to bash.
  const options = job.service === "GitHub" ? "-eo pipefail" : "";
  const result = place.run(`bash --noprofile --norc ${options} "${script}"`, { ...ofService, ...env });
  const found =
    job.service === "GitHub"
      ? readFileSync(outputs, "utf8").matchAll(/^(\w+)=(.*)$/gm)
      : result.stdout.matchAll(/^##vso\[task\.setvariable variable=(\w+);isOutput=true\](.*)$/gm);
  for (const [, name = "", value = ""] of found) {
    for (const key of job.outputNames(step.id, name)) run.values[key] = value;
  }
  const [, summarized] = /^##vso\[task\.uploadsummary\](.*)$/m.exec(result.stdout) ?? [];
  if (summarized !== undefined) cpSync(summarized, summary);
  return result;
}

function upload({ name, path }: Json, place: Example, run: PipelineRun): void {
  run.values["System.DefaultWorkingDirectory"] = place.folder;
  const from = fill(path, run);
  const to = join(run.artifacts, fill(name, run));
  mkdirSync(to, { recursive: true });
  // GitHub warns if there is nothing.
  const source = from.startsWith("/") ? from : join(place.folder, from);
  if (existsSync(source))
    cpSync(source, statSync(source).isFile() ? join(to, basename(source)) : to, { recursive: true });
}

function download({ name, path, pattern, "merge-multiple": isOne }: Json, place: Example, run: PipelineRun): void {
  const to = join(place.folder, textOf(path));
  rmSync(to, { recursive: true, force: true });
  if (pattern !== undefined) {
    const start = textOf(pattern).replace("*", "");
    for (const one of readdirSync(run.artifacts).filter((artifact) => artifact.startsWith(start)))
      cpSync(join(run.artifacts, one), isOne === true ? to : join(to, one), { recursive: true });
    return;
  }
  cpSync(join(run.artifacts, fill(name, run)), to, { recursive: true });
}

/** The summary that the steps in this place have shown. */
export function summaryOf(place: Example): string {
  return readFileSync(join(dirname(place.folder), "summary.md"), "utf8");
}
