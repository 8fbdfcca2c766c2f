import { globSync } from "node:fs";
import { basename } from "node:path";
import { packageVersion } from "../../provider/package-root";
import { repository } from "../../tools/workspace/places.mts";
import { read } from "./harness/follow";
import { readPipeline } from "./harness/pipeline";

type Json = Readonly<Record<string, unknown>>;

const files = globSync("examples/ci*/{github,azure}-*.yml", { cwd: repository });
const sdk = (JSON.parse(read("package.json")) as { devDependencies: Record<string, string> }).devDependencies[
  "@pulumi/pulumi"
];
const ofGithub = files.filter((file) => basename(file).startsWith("github-"));
const ofAzure = files.filter((file) => basename(file).startsWith("azure-"));

function keysBesides(allowed: readonly string[], value: unknown): string[] {
  return Object.keys(value as Json).filter((key) => !allowed.includes(key));
}

function jobsOf(file: string): Json[] {
  return Object.values(readPipeline(file)["jobs"] as Record<string, Json>);
}

/** Text of the steps that a reader copies. */
function commandsOf(steps: readonly Json[]): string[] {
  return steps.flatMap(({ run, bash }) => [run, bash].filter((text) => typeof text === "string"));
}

describe.each(ofGithub)("%s", (file) => {
  const { on, ...rest } = readPipeline(file);

  it("has the form of a workflow of GitHub", () => {
    expect(keysBesides(["name", "permissions", "concurrency", "env", "jobs"], rest)).toEqual([]);
    expect(keysBesides(["pull_request", "push", "schedule", "workflow_dispatch"], on)).toEqual([]);
    for (const job of jobsOf(file)) {
      const optional = ["if", "needs", "environment", "outputs", "strategy"];
      expect(keysBesides(["defaults", "runs-on", "steps", ...optional], job)).toEqual([]);
      expect(job["defaults"]).toEqual({ run: { shell: "bash" } });
      for (const step of job["steps"] as Json[]) {
        expect(keysBesides(["name", "id", "uses", "with", "run", "env", "if"], step)).toEqual([]);
        expect([step["uses"], step["run"]].filter((one) => typeof one === "string")).toHaveLength(1);
        if ("uses" in step) expect(step["uses"]).toMatch(/^[\w-]+\/[\w/-]+@[0-9a-f]{40}$/);
      }
      // A value in the text of a command is run as part of it.
      expect(commandsOf(job["steps"] as Json[]).filter((text) => text.includes("${{"))).toEqual([]);
    }
  });

  it("runs nothing of a fork, and one apply at a time to its end", () => {
    const [first] = jobsOf(file);
    if ("pull_request" in (on as Json)) {
      expect(first!["if"]).toBe("github.event.pull_request.head.repo.full_name == github.repository");
    }
    if (!jobsOf(file).some((job) => "environment" in job)) return;
    expect(first!["if"]).toBe("github.ref == 'refs/heads/main'");
    expect(rest["concurrency"]).toEqual({ group: expect.stringMatching(/^[\w-]+$/), "cancel-in-progress": false });
  });
});

describe.each(ofAzure)("%s", (file) => {
  const { stages, ...rest } = readPipeline(file);
  const jobs = (stages as Json[]).map((stage) => (stage["jobs"] as [Json])[0]);

  function stepsOf(job: Json): Json[] {
    const strategy = job["strategy"] as { runOnce?: { deploy: { steps: Json[] } } } | undefined;
    return strategy?.runOnce?.deploy.steps ?? (job["steps"] as Json[]);
  }

  it("has the form of a pipeline of Azure DevOps", () => {
    expect(keysBesides(["pool", "schedules", "trigger", "lockBehavior", "variables"], rest)).toEqual([]);
    for (const stage of stages as Json[]) {
      expect(keysBesides(["stage", "dependsOn", "condition", "jobs"], stage)).toEqual([]);
      expect(stage["jobs"]).toHaveLength(1);
    }
    for (const job of jobs) {
      expect(keysBesides(["job", "deployment", "environment", "variables", "strategy", "steps"], job)).toEqual([]);
      for (const step of stepsOf(job)) {
        const kinds = ["task", "bash", "publish", "download", "checkout"];
        expect(keysBesides([...kinds, "inputs", "artifact", "name", "displayName", "condition", "env"], step)).toEqual(
          [],
        );
        expect(Object.keys(step).filter((key) => kinds.includes(key))).toHaveLength(1);
        if ("task" in step) expect(step["task"]).toMatch(/^\w+@\d+$/);
      }
      // bash goes on after a command that fails, unless it is told not to.
      const several = commandsOf(stepsOf(job)).filter((text) => text.trim().includes("\n"));
      expect(several.filter((text) => !text.startsWith("set -eo pipefail\n"))).toEqual([]);
      expect(commandsOf(stepsOf(job)).filter((text) => /\$\(\w+\.\w+|\$\[/.test(text))).toEqual([]);
    }
  });

  it("runs nothing of a fork, and one apply at a time to its end", () => {
    const conditions = new Map((stages as Json[]).map(({ stage, condition }) => [stage, condition]));
    expect(rest).toMatchObject({ lockBehavior: "sequential" });
    // Shards start by hand.
    if (rest["trigger"] === "none") return;
    expect(conditions.get("Review")).toContain("ne(variables['System.PullRequest.IsFork'], 'True')");
    expect(conditions.get("Plan")).toContain("eq(variables['Build.SourceBranch'], 'refs/heads/main')");
    expect(rest).toMatchObject({ trigger: { batch: true } });
    expect(jobs.filter((job) => "environment" in job)).toHaveLength(1);
  });
});

it.each(files)("%s names a version of all that it installs", (file) => {
  const text = read(file);
  const installed = [...text.matchAll(/npm install(?: --[\w-]+)* ?(.*)$/gm)].flatMap(([, names = ""]) =>
    names.split(" ").filter(Boolean),
  );
  for (const name of installed) expect(name).toMatch(/^(@[\w-]+\/)?[\w-]+@\d+\.\d+\.\d+$/);
  expect(installed.filter((name) => name.startsWith("pulumi-iis@"))).not.toContainEqual(
    expect.not.stringMatching(new RegExp(`@${packageVersion()}$`)),
  );
  const clis = [...text.matchAll(/(?:pulumi-version:|-- --version) (\S+)$/gm)].map(([, cli]) => cli);
  expect(clis.length > 0).toBe(file.includes("ci-pulumi"));
  expect(clis.filter((cli) => cli !== sdk)).toEqual([]);
  const nodes = [...text.matchAll(/(?<=^ +(?:node-)?version: )(\S+)$/gm)].map(([, node = ""]) => node);
  expect(nodes.length).toBeGreaterThan(0);
  expect(nodes.filter((node) => !/^24(\.x)?$/.test(node))).toEqual([]);
});

it("the project of examples/ci-pulumi names the versions that the tests use", () => {
  const { dependencies } = JSON.parse(read("examples/ci-pulumi/package.json")) as Json;
  expect(dependencies).toEqual({ "@pulumi/pulumi": sdk, "pulumi-iis": packageVersion() });
});
