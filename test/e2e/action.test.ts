import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageVersion } from "../../provider/package-root";
import { targets } from "../../scripts/lib/executable/targets.mts";
import { madeFolder } from "../made-folder";
import { read } from "./harness/follow";
import { type JobResult, type PipelineRun, readPipeline, runJob, summaryOf } from "./harness/pipeline";
import { actionJob, type Inputs, templateJob } from "./harness/reusable";
import { makeRunner, type Runner } from "./harness/runner";
import { commentCalls, hasJq, simulateServices } from "./harness/services";

type Json = Readonly<Record<string, unknown>>;

const homepage = (JSON.parse(read("package.json")) as { homepage: string }).homepage.replace("#readme", "");
const isAtHand = hasJq && process.platform === "linux" && process.arch === "x64";

const services = [
  {
    service: "GitHub",
    job: actionJob,
    usual: () => {
      const inputs = readPipeline("action.yml")["inputs"] as Record<string, { default?: string }>;
      return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.default]));
    },
    ofFork: { "github.event.pull_request.head.repo.full_name": "stranger/pools" },
    file: "action.yml",
    givenAs: "with",
    plan: "steps.plan.outputs.",
    comments: ["POST repos/me/pools/issues/12/comments", "PATCH repos/me/pools/issues/comments/7"],
    commented: "comments.json",
  },
  {
    service: "Azure DevOps",
    job: templateJob,
    usual: () => {
      const parameters = readPipeline("azure-pipelines/iispools.yml")["parameters"] as {
        name: string;
        default?: string;
      }[];
      return Object.fromEntries(parameters.map((one) => [one.name, one.default]));
    },
    ofFork: { "System.PullRequest.IsFork": "True" },
    file: "azure-pipelines/iispools.yml",
    givenAs: "parameters",
    plan: "iispools.",
    comments: [
      "POST https://dev.example/org/project/_apis/git/repositories/repository/pullRequests/12/threads?api-version=7.1",
      "PATCH https://dev.example/org/project/_apis/git/repositories/repository/pullRequests/12/threads/9/comments/1?api-version=7.1",
    ],
    commented: "threads.json",
  },
];

const values = {
  ...{ "github.token": "token", "github.repository": "me/pools", "github.event.pull_request": "{}" },
  ...{ "github.event.pull_request.number": "12", "github.event.pull_request.head.repo.full_name": "me/pools" },
  ...{ "Build.Reason": "PullRequest", "System.PullRequest.IsFork": "False", "System.AccessToken": "token" },
  ...{ "System.CollectionUri": "https://dev.example/org/", "System.TeamProjectId": "project" },
  ...{ "Build.Repository.ID": "repository", "System.PullRequest.PullRequestId": "12" },
};

(isAtHand ? describe : describe.skip)("with the executable of a release", () => {
  let release: string;

  beforeAll(() => {
    release = madeFolder("linux-x64");
  });

  describe.each(services)("$file", ({ service, job, plan, comments, commented, ofFork }) => {
    let runner: Runner;
    let run: PipelineRun;

    beforeEach(() => {
      runner = makeRunner(release);
      run = { values: { ...values }, artifacts: mkdtempSync(join(tmpdir(), "pulumi-iis-artifacts-")) };
    });

    afterEach(() => {
      runner.dispose();
      rmSync(run.artifacts, { recursive: true, force: true });
    });

    const runWith = (inputs: Inputs): JobResult =>
      runJob(job({ releases: runner.releases, ...inputs }, run), runner, run);

    function expectSuccess(inputs: Inputs): void {
      const { failed, ran } = runWith(inputs);
      expect([failed, ran.get(failed ?? "")]).toEqual([undefined, undefined]);
    }

    const server = (): string => readFileSync(join(runner.folder, "servers/web-01.config"), "utf8");

    function replaceInPools(from: string, to: string): void {
      const file = join(runner.folder, "pools/web.yaml");
      const text = readFileSync(file, "utf8");
      expect(text).toContain(from);
      writeFileSync(file, text.replace(from, to));
    }

    it("comments the plan on a pull request, updates the comment, and applies exactly this plan", () => {
      simulateServices(runner, "iispools-report/comment.md");
      expectSuccess({ command: "plan" });
      replaceInPools('["03:00"]', '["04:00"]');
      expectSuccess({ command: "plan" });
      expect(commentCalls(runner)).toEqual(comments);
      expect(readFileSync(join(runner.folder, "..", commented), "utf8")).toContain("04:00");
      expect([run.values[`${plan}changes`], run.values[`${plan}risks`]]).toEqual(["2", ""]);
      expect(summaryOf(runner)).toMatch(/Shop[^]*\*\*An approval allows these risks: none\*\*/);
      expect(server()).not.toContain("Shop");
      expectSuccess({ command: "apply", files: "iispools-report/plan.json" });
      expect(server()).toMatch(/<add name="Shop"[^]*<add value="04:00:00" \/>/);
      expect(summaryOf(runner)).toContain("2 applied on 1 host");
    });

    it("names the risks of a plan, and applies it only if they are allowed", () => {
      const add = `"$AGENT_TEMPDIRECTORY/iispools/iispools" appcmd-emulator add apppool /name:Old /apphostconfig:servers/web-01.config`;
      expectSuccess({ command: "plan", comment: "false" });
      expect(runner.run(add)).toMatchObject({ code: 0 });
      replaceInPools("  Shop:", "  Old: { state: absent }\n  Shop:");
      expectSuccess({ command: "plan", comment: "false" });
      expect(run.values[`${plan}risks`]).toBe("delete");
      const apply = { command: "apply", files: "iispools-report/plan.json" };
      expect(runWith(apply).failed).toBe("Apply");
      expect(server()).toContain('name="Old"');
      expectSuccess({ ...apply, allow: run.values[`${plan}risks`]! });
      expect(server()).not.toContain('name="Old"');
    });

    it("fails for drift, and not when there is none", () => {
      simulateServices(runner, "iispools-report/issue.md");
      const { failed } = runWith({ command: "drift" });
      expect(failed).toBe(service === "GitHub" ? "Fail if servers differ" : "Drift");
      expectSuccess({ command: "apply" });
      expectSuccess({ command: "drift" });
    });

    it("runs nothing of a download with another digest, of a release that is not there, or for a fork", () => {
      const wrong = runWith({ command: "plan", sha256: "0".repeat(64) });
      expect(wrong.failed).toBe("Get iispools");
      expect(wrong.ran.get("Get iispools")?.stdout).toContain("does not have the expected SHA-256 digest");
      expect(runWith({ command: "plan", version: "0.0.9" }).failed).toBe("Get iispools");
      Object.assign(run.values, ofFork);
      const refused = runWith({ command: "plan" });
      expect([refused.failed, [...refused.ran.keys()]]).toEqual(["Refuse a fork", ["Refuse a fork"]]);
      expect(existsSync(join(runner.folder, "iispools-report"))).toBe(false);
    });

    it("takes a digest that the reader has pinned, also as PowerShell prints it", () => {
      const sums = readFileSync(join(release, "SHA256SUMS"), "utf8");
      const [sha256 = ""] = /^\w+(?= {2}iispools-)/m.exec(sums) ?? [];
      expectSuccess({ command: "plan", comment: "false", sha256 });
      expectSuccess({ command: "plan", comment: "false", sha256: sha256.toUpperCase() });
    });

    it("compares digests where sha256sum checks nothing that comes from standard input", () => {
      const standIn = join(runner.folder, "../bin/sha256sum");
      writeFileSync(standIn, '#!/bin/bash\ncase "$*" in --check) exit 0 ;; *) exec /usr/bin/sha256sum "$@" ;; esac\n');
      chmodSync(standIn, 0o755);
      expect(runWith({ command: "plan", sha256: "0".repeat(64) }).failed).toBe("Get iispools");
      expectSuccess({ command: "plan", comment: "false" });
    });
  });

  it("azure-pipelines/iispools.yml gives iispools the environment of its caller", () => {
    const runner = makeRunner(release);
    try {
      const run: PipelineRun = { values: { ...values }, artifacts: "" };
      const given = { command: "plan", comment: "false", releases: runner.releases };
      const { ran } = runJob(templateJob(given, run), runner, run);
      expect(ran.get("Plan")?.stderr).toContain("no signature");
      const signed = runJob(templateJob(given, run, { IISPOOLS_PLAN_KEY: "canary-key" }), runner, run);
      expect(signed.ran.get("Plan")).toMatchObject({ code: 0, stderr: expect.not.stringContaining("no signature") });
    } finally {
      runner.dispose();
    }
  });

  it("action.yml has one issue about drift for a set of files, updates it, and closes it when there is no drift; an error changes none", () => {
    const runner = makeRunner(release);
    const run: PipelineRun = { values: { ...values }, artifacts: "" };
    const drift = (files?: string): string | undefined => {
      const inputs = { command: "drift", releases: runner.releases, ...(files !== undefined && { files }) };
      return runJob(actionJob(inputs, run), runner, run).failed;
    };
    try {
      simulateServices(runner, "iispools-report/issue.md");
      expect([drift(), drift()]).toEqual(["Fail if servers differ", "Fail if servers differ"]);
      expect(readFileSync(join(runner.folder, "../comments.json"), "utf8")).toContain("Shop");
      expect(runner.run('"$RUNNER_TEMP/iispools/iispools" apply pools/*.yaml --yes --force')).toMatchObject({
        code: 0,
      });
      expect(drift()).toBeUndefined();
      expect(drift()).toBeUndefined();
      const opened = ["POST repos/me/pools/issues", "PATCH repos/me/pools/issues/2", "PATCH repos/me/pools/issues/2"];
      expect(commentCalls(runner)).toEqual(opened);
      // The issue of other files is another one.
      const file = join(runner.folder, "pools/web.yaml");
      const text = readFileSync(file, "utf8");
      writeFileSync(file, text.replace('["03:00"]', '["04:00"]'));
      expect([drift(), drift("pools")]).toEqual(["Fail if servers differ", "Fail if servers differ"]);
      opened.push("POST repos/me/pools/issues", "POST repos/me/pools/issues");
      expect(commentCalls(runner)).toEqual(opened);
      writeFileSync(file, "version: 2\n");
      expect(drift()).toBe("Fail if servers differ");
      expect(run.values["steps.drift.outputs.code"]).toBe("1");
      expect(commentCalls(runner)).toEqual(opened);
    } finally {
      runner.dispose();
    }
  });
});

describe.each(services)("$file", ({ file, usual, givenAs }) => {
  const text = read(file);

  it("runs the executable of this version, for every platform, from this project's releases", () => {
    expect(usual()).toMatchObject({ version: packageVersion(), releases: `${homepage}/releases/download` });
    for (const name of Object.keys(targets)) {
      const ending = name.startsWith("win") ? "exe" : "tar.gz";
      expect(text).toContain(`"iispools-$VERSION-${name}.${ending}"`);
    }
    expect(text).not.toMatch(/\bnpm\b|\bnpx\b|setup-node|UseNode/);
  });

  it("puts no value into the text of a command", () => {
    const scripts: string[] = [];
    const visit = (part: unknown): void => {
      if (typeof part !== "object" || part === null) return;
      for (const [key, value] of Object.entries(part)) {
        if ((key === "run" || key === "bash") && typeof value === "string") scripts.push(value);
        else visit(value);
      }
    };
    visit(readPipeline(file));
    expect(scripts.length).toBeGreaterThan(5);
    expect(scripts.filter((script) => /\$\{\{|\$\(\w+\.\w/.test(script))).toEqual([]);
  });

  it("is called by the guide with inputs that it has", () => {
    const guide = read("docs/administrators/pipelines.md");
    const own = Object.keys(usual());
    const [, block = ""] = new RegExp(`^ +${givenAs}:\\n((?: {6}.*\\n)+)`, "m").exec(guide) ?? [];
    const named = [...block.matchAll(/^ {6}([\w-]+):/gm)].map(([, name]) => name);
    expect(named).toContain("command");
    expect(named.filter((name) => !own.includes(name!))).toEqual([]);
  });
});

it("action.yml has the form of a composite action, and uses no other action", () => {
  const { runs, ...rest } = readPipeline("action.yml");
  expect(Object.keys(rest).sort()).toEqual(["branding", "description", "inputs", "name", "outputs"]);
  const { using, steps } = runs as { using: string; steps: Json[] };
  expect(using).toBe("composite");
  for (const step of steps) {
    expect(Object.keys(step).filter((key) => !["name", "id", "if", "shell", "run", "env"].includes(key))).toEqual([]);
    expect(step["shell"]).toBe("bash");
  }
});
