import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyExample, type Example } from "./examples";
import { azureJob, githubJob, type Job, type JobResult, type PipelineRun, runJob, summaryOf } from "./harness/pipeline";
import { commentCalls, hasJq, simulateServices } from "./harness/services";

type Json = Record<string, unknown>;

const folder = "examples/ci";
const github = (file: string, job: string): Job => githubJob(`${folder}/${file}`, job);
const azure = (stage: string): Job => azureJob(`${folder}/azure-pipelines.yml`, stage);

/** What the services put in the place of expressions. */
const values: Readonly<Record<string, string>> = {
  "secrets.SHOP_PASSWORD": "",
  "secrets.IISPOOLS_PLAN_KEY": "canary-key",
  "github.token": "token",
  "github.event.pull_request.number": "12",
  SHOP_PASSWORD: "",
  IISPOOLS_PLAN_KEY: "canary-key",
  "System.AccessToken": "token",
  "System.CollectionUri": "https://dev.example/org/",
  "System.TeamProjectId": "project",
  "Build.Repository.ID": "repository",
  "System.PullRequest.PullRequestId": "12",
  "System.StageAttempt": "1",
};

const examples: Example[] = [];
const folders: string[] = [];

afterEach(() => {
  for (const example of examples.splice(0)) example.dispose();
  for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true });
});

function newRun(): PipelineRun {
  const artifacts = mkdtempSync(join(tmpdir(), "pulumi-iis-artifacts-"));
  folders.push(artifacts);
  return { values: { ...values }, artifacts };
}

/** A folder of a runner, with what a job has checked out there. */
function place(...names: readonly string[]): Example {
  const made = copyExample(...names);
  examples.push(made);
  return made;
}

/** One with stand-ins for the programs that talk to the services. */
function placeWithServices(): Example {
  const made = place("ci");
  simulateServices(made, "plan.md");
  return made;
}

function runAll(job: Job, made: Example, run = newRun()): JobResult {
  const result = runJob(job, made, run);
  expect([result.failed, result.ran.get(result.failed ?? "")]).toEqual([undefined, undefined]);
  return result;
}

function replaceInPools(made: Example, from: string, to: string): void {
  const file = join(made.folder, "pools/web.yaml");
  const text = readFileSync(file, "utf8");
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

(hasJq ? describe : describe.skip)("the reviews of examples/ci", () => {
  it("comment on a pull request at GitHub, and update that comment", () => {
    const made = placeWithServices();
    const job = github("github-plan.yml", "plan");
    runAll(job, made);
    replaceInPools(made, '["03:00"]', '["04:00"]');
    runAll(job, made);
    expect(commentCalls(made)).toEqual([
      "POST repos/me/pools/issues/12/comments",
      "PATCH repos/me/pools/issues/comments/7",
    ]);
    expect(readFileSync(join(made.folder, "../comments.json"), "utf8")).toContain("04:00");
    const sarif = JSON.parse(readFileSync(join(made.folder, "pools.sarif"), "utf8")) as Json;
    expect(sarif["version"]).toBe("2.1.0");
  });

  it("comment on a pull request at Azure DevOps, and update that comment", () => {
    const made = placeWithServices();
    runAll(azure("Review"), made);
    replaceInPools(made, '["03:00"]', '["04:00"]');
    runAll(azure("Review"), made);
    const threads = "https://dev.example/org/project/_apis/git/repositories/repository/pullRequests/12/threads";
    expect(commentCalls(made)).toEqual([
      `POST ${threads}?api-version=7.1`,
      `PATCH ${threads}/9/comments/1?api-version=7.1`,
    ]);
    expect(readFileSync(join(made.folder, "../threads.json"), "utf8")).toContain("04:00");
  });
});

describe.each([
  ["GitHub", github("github-apply.yml", "plan"), github("github-apply.yml", "apply"), "needs.plan.outputs", "apply"],
  ["Azure DevOps", azure("Plan"), azure("Apply"), "dependencies.Plan.outputs['Plan.Save", "apply-1"],
] as const)("plan, approval and apply of examples/ci at %s", (service, plan, apply, outputs, report) => {
  let repository: Example;
  let runner: Example;
  let run: PipelineRun;

  beforeEach(() => {
    // Another machine than the one that plans: it has nothing but the artifact.
    [repository, runner, run] = [place("ci"), place(), newRun()];
  });

  const server = (): string => readFileSync(join(repository.folder, "servers/web-01.config"), "utf8");

  function output(name: string): string | undefined {
    return run.values[`${outputs}.${name}${service === "GitHub" ? "" : "']"}`];
  }

  /** Runs the job that applies, which must refuse; returns its kept report. */
  function expectRefusal(code: string): string {
    const before = server();
    const { failed } = runJob(apply, runner, run);
    expect([failed, server()]).toEqual(["Apply", before]);
    const text = readFileSync(join(run.artifacts, report, "apply.txt"), "utf8");
    expect(text).toContain(code);
    expect(text).not.toContain("canary");
    return text;
  }

  function appcmd(...args: readonly string[]): void {
    const command = ["npx appcmd-emulator", ...args, "/apphostconfig:servers/web-01.config"].join(" ");
    expect(repository.run(command)).toMatchObject({ code: 0 });
  }

  it("makes the changes that were shown, and keeps plan and report", () => {
    runAll(plan, repository, run);
    expect(summaryOf(repository)).toMatch(/Shop[^]*\*\*An approval allows these risks: none\*\*/);
    expect([output("changes"), output("risks")]).toEqual(["2", ""]);
    runAll(apply, runner, run);
    expect(server()).toContain('<add name="Shop"');
    expect(readFileSync(join(run.artifacts, report, "apply.txt"), "utf8")).toContain("2 applied on 1 host");
    expect(summaryOf(runner)).toContain("2 applied on 1 host");
    // The next plan has nothing for which an approval would be asked.
    runAll(plan, repository, run);
    expect(output("changes")).toBe("0");
  });

  it("allows the risks that the approvers saw, and no other", () => {
    appcmd("add apppool /name:Old");
    replaceInPools(repository, "  Shop:", "  Old: { state: absent }\n  Shop:");
    runAll(plan, repository, run);
    expect(summaryOf(repository)).toContain("**An approval allows these risks: delete**");
    const approved = run.values;
    const others = Object.entries(approved).map(([name, value]) => [name, value.replace("delete", "stop")] as const);
    run = { ...run, values: Object.fromEntries(others) };
    expect(expectRefusal("NEEDS_FORCE")).toContain("--allow delete");
    run = { ...run, values: approved };
    runAll(apply, runner, run);
    expect(server()).not.toContain('name="Old"');
  });

  it("refuses the plan if the server has changed since, and writes nothing", () => {
    runAll(plan, repository, run);
    appcmd("add apppool /name:Shop");
    expectRefusal("PLAN_STALE");
  });

  it("refuses a plan that was changed where it was kept", () => {
    runAll(plan, repository, run);
    const file = join(run.artifacts, "plan/plan.json");
    writeFileSync(file, readFileSync(file, "utf8").replace("03:00:00", "05:00:00"));
    expectRefusal("PLAN_UNTRUSTED");
  });
});

describe.each([
  ["GitHub", github("github-drift.yml", "drift")],
  ["Azure DevOps", azure("Drift")],
])("the drift job of examples/ci at %s", (_service, job) => {
  it("fails for drift, and leaves its report", () => {
    const made = place("ci");
    const { failed, ran } = runJob(job, made, newRun());
    expect([failed, ran.get("Drift")?.code]).toEqual(["Drift", 2]);
    expect(readFileSync(join(made.folder, "drift.xml"), "utf8")).toMatch(/<testsuites .*>[^]*<failure/);
    expect(made.run("npx iispools apply pools/*.yaml --yes --force")).toMatchObject({ code: 0 });
    runAll(job, made);
    expect(existsSync(join(made.folder, "drift.xml"))).toBe(true);
  });
});
