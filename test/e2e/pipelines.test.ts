import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { copyExample, type Example } from "./examples";
import { repository } from "../../tools/workspace/places.mts";

type Json = Record<string, unknown>;

interface Step {
  readonly name: string;
  readonly run: string;
  readonly env: Readonly<Record<string, string>>;
  readonly condition: string;
}

function read(file: string): Json {
  return parse(readFileSync(join(repository, "examples/ci", file), "utf8")) as Json;
}

/** What the services put in the place of expressions. */
const values: Readonly<Record<string, string>> = {
  "secrets.SHOP_PASSWORD": "",
  "github.token": "token",
  "github.event.pull_request.number": "12",
  SHOP_PASSWORD: "",
  "System.AccessToken": "token",
  "System.CollectionUri": "https://dev.example/org/",
  "System.TeamProjectId": "project",
  "Build.Repository.ID": "repository",
  "System.PullRequest.PullRequestId": "12",
};

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** With every expression replaced; fails for one that the services do not know. */
function filled(env: Json = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([name, text]) => {
      const expression = /^\$\{\{ (.*) \}\}$|^\$\((.*)\)$/.exec(String(text));
      const key = expression?.[1] ?? expression?.[2] ?? "";
      expect([key, key in values]).toEqual([key, true]);
      return [name, values[key]!];
    }),
  );
}

function githubSteps(file: string): Json[] {
  const [job] = Object.values(read(file)["jobs"] as Record<string, Json>);
  return job!["steps"] as Json[];
}

function githubCommands(file: string): Step[] {
  return githubSteps(file)
    .filter((step) => "run" in step)
    .map((step) => ({
      ...{ name: String(step["name"]), run: String(step["run"]), env: filled(step["env"] as Json) },
      condition: textOf(step["if"]),
    }));
}

function azureCommands(): Step[] {
  return (read("azure-pipelines.yml")["steps"] as Json[])
    .filter((step) => "bash" in step)
    .map((step) => ({
      ...{ name: String(step["displayName"]), run: String(step["bash"]), env: filled(step["env"] as Json) },
      condition: textOf(step["condition"]),
    }));
}

let example: Example | undefined;

afterEach(() => {
  example?.dispose();
  example = undefined;
});

/** The pipelines' place, with stand-ins for the programs that talk to the services. Their calls stand in calls.log. */
function place(): Example {
  const made = copyExample("ci");
  example = made;
  const standIn = (name: string, text: string): void => {
    const file = join(made.folder, "../bin", name);
    writeFileSync(file, `#!/bin/bash\necho "${name} $*" >> ../calls.log\n${text}\n`);
    chmodSync(file, 0o755);
  };
  standIn(
    "gh",
    `case "$*" in
  *--method*) jq -n --rawfile body plan.md '[{ id: 6, body: "LGTM" }, { id: 7, body: $body }]' > ../comments.json ;;
  *) cat ../comments.json 2>/dev/null || echo '[]' ;;
esac`,
  );
  standIn(
    "curl",
    `case "$*" in
  *--request*) jq '{ value: [{ id: 8, comments: [] }, { id: 9, comments: [{ content: (.content // .comments[0].content) }] }] }' > ../threads.json ;;
  *) cat ../threads.json 2>/dev/null || echo '{ "value": [] }' ;;
esac`,
  );
  return made;
}

function runAll(steps: readonly Step[], made: Example): void {
  for (const { name, run, env } of steps) {
    const { code, stderr } = made.run(run, { GITHUB_REPOSITORY: "me/pools", ...env });
    expect([name, code, stderr]).toEqual([name, 0, stderr]);
  }
}

function calls(made: Example): string[] {
  return readFileSync(join(made.folder, "../calls.log"), "utf8").split("\n").filter(Boolean);
}

/** Somebody adds a commit to the pull request. */
function changePools(made: Example): void {
  const file = join(made.folder, "pools/web.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace('["03:00"]', '["04:00"]'));
}

const hasJq = spawnSync("jq", ["--version"], { stdio: "ignore" }).status === 0;

(hasJq ? describe : describe.skip)("the pipelines of examples/ci", () => {
  it("comment on a pull request at GitHub, and update that comment", () => {
    const made = place();
    const steps = githubCommands("github-plan.yml");
    runAll(steps, made);
    changePools(made);
    runAll(steps, made);
    expect(calls(made).filter((call) => call.includes("--method"))).toEqual([
      "gh api --method POST repos/me/pools/issues/12/comments --field body=@plan.md",
      "gh api --method PATCH repos/me/pools/issues/comments/7 --field body=@plan.md",
    ]);
    expect(readFileSync(join(made.folder, "../comments.json"), "utf8")).toContain("04:00");
    const sarif = JSON.parse(readFileSync(join(made.folder, "pools.sarif"), "utf8")) as Json;
    expect(sarif["version"]).toBe("2.1.0");
  });

  it("comment on a pull request at Azure DevOps, and update that comment", () => {
    const made = place();
    const steps = azureCommands().filter(({ condition }) => !/\bne\(/.test(condition));
    runAll(steps, made);
    changePools(made);
    runAll(steps, made);
    const threads = "https://dev.example/org/project/_apis/git/repositories/repository/pullRequests/12/threads";
    expect(calls(made).flatMap((call) => /--request (\w+) .* (https.*)$/.exec(call)?.slice(1).join(" ") ?? [])).toEqual(
      [`POST ${threads}?api-version=7.1`, `PATCH ${threads}/9/comments/1?api-version=7.1`],
    );
    expect(readFileSync(join(made.folder, "../threads.json"), "utf8")).toContain("04:00");
  });

  it.each([
    ["GitHub", () => githubCommands("github-drift.yml")],
    ["Azure DevOps", () => azureCommands().filter(({ condition }) => !/\beq\(/.test(condition))],
  ])("fail for drift at %s, and leave its report", (_service, commands) => {
    const made = place();
    const steps = commands();
    const drift = steps.at(-1)!;
    expect(drift.name).toBe("Drift");
    runAll(steps.slice(0, -1), made);
    expect(made.run(drift.run, drift.env)).toMatchObject({ code: 2 });
    expect(readFileSync(join(made.folder, "drift.xml"), "utf8")).toMatch(/<testsuites .*>[^]*<failure/);
    expect(made.run("npx iispools apply pools/*.yaml --yes --force")).toMatchObject({ code: 0 });
    expect(made.run(drift.run, drift.env)).toMatchObject({ code: 0 });
  });
});

describe("the form of the pipelines of examples/ci", () => {
  it.each(["github-plan.yml", "github-drift.yml"])("is that of a workflow of GitHub: %s", (file) => {
    const { on, jobs, ...rest } = read(file);
    expect(Object.keys(rest).every((key) => ["name", "permissions", "concurrency"].includes(key))).toBe(true);
    expect(
      Object.keys(on as Json).every((key) => ["pull_request", "schedule", "workflow_dispatch"].includes(key)),
    ).toBe(true);
    for (const job of Object.values(jobs as Record<string, Json>)) {
      expect(Object.keys(job).sort()).toEqual(["defaults", "runs-on", "steps"]);
      expect(job["defaults"]).toEqual({ run: { shell: "bash" } });
    }
    for (const step of githubSteps(file)) {
      expect(Object.keys(step).every((key) => ["name", "uses", "with", "run", "env", "if"].includes(key))).toBe(true);
      expect([step["uses"], step["run"]].filter((one) => typeof one === "string")).toHaveLength(1);
      if ("uses" in step) expect(step["uses"]).toMatch(/^[\w-]+\/[\w/-]+@v\d+$/);
    }
  });

  it("is that of a pipeline of Azure DevOps", () => {
    const { steps, ...rest } = read("azure-pipelines.yml");
    expect(Object.keys(rest).sort()).toEqual(["pool", "pr", "schedules", "trigger"]);
    for (const step of steps as Json[]) {
      const allowed = ["task", "inputs", "bash", "displayName", "condition", "env"];
      expect(Object.keys(step).every((key) => allowed.includes(key))).toBe(true);
      expect([step["task"], step["bash"]].filter((one) => typeof one === "string")).toHaveLength(1);
    }
  });

  it("uploads only what a step before has written", () => {
    for (const [file, report] of [
      ["github-plan.yml", "pools.sarif"],
      ["github-drift.yml", "drift.xml"],
      ["azure-pipelines.yml", "drift.xml"],
    ] as const) {
      const text = readFileSync(join(repository, "examples/ci", file), "utf8");
      expect(text.indexOf(`--output ${report}`)).toBeGreaterThan(0);
      expect(text.lastIndexOf(report)).toBeGreaterThan(text.indexOf(`--output ${report}`) + report.length);
    }
    expect(existsSync(join(repository, "docs/administrators/drift-jobs.md"))).toBe(true);
  });
});
