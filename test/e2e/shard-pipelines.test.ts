import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyExample, type Example } from "./examples";
import { azureJob, githubJob, type Job, type PipelineRun, readPipeline, runJob, summaryOf } from "./harness/pipeline";

const folder = "examples/ci-shards";
const names = Array.from({ length: 8 }, (_, at) => `web-0${at + 1}`);
const shards = Array.from({ length: 16 }, (_, at) => String(at + 1));

let place: Example;
let artifacts: string;

beforeEach(() => {
  place = copyExample("ci");
  artifacts = mkdtempSync(join(tmpdir(), "pulumi-iis-artifacts-"));
  const server = readFileSync(join(place.folder, "servers/web-01.config"), "utf8");
  for (const name of names) writeFileSync(join(place.folder, `servers/${name}.config`), server);
  const hosts = names.map((name) => `  ${name}: { configFile: ../servers/${name}.config }\n`).join("");
  const file = join(place.folder, "pools/web.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace(/^  web-01: .*\n/m, hosts));
});

afterEach(() => {
  place.dispose();
  rmSync(artifacts, { recursive: true, force: true });
});

const changed = (): string[] =>
  names.filter((name) => readFileSync(join(place.folder, `servers/${name}.config`), "utf8").includes('name="Shop"'));

describe.each<[string, Job, Job, Job]>([
  [
    "GitHub",
    githubJob(`${folder}/github-shards.yml`, "canary"),
    githubJob(`${folder}/github-shards.yml`, "shards"),
    githubJob(`${folder}/github-shards.yml`, "report"),
  ],
  [
    "Azure DevOps",
    azureJob(`${folder}/azure-shards.yml`, "Canary"),
    azureJob(`${folder}/azure-shards.yml`, "Shards"),
    azureJob(`${folder}/azure-shards.yml`, "Report"),
  ],
])("the jobs of examples/ci-shards at %s", (_, canary, apply, report) => {
  const runOf = (shard: string): PipelineRun => ({
    values: {
      ...{ "secrets.SHOP_PASSWORD": "", SHOP_PASSWORD: "", "matrix.shard": shard, "System.JobAttempt": "1" },
      ...{ "System.JobPositionInPhase": shard, "System.TotalJobsInPhase": String(shards.length) },
    },
    artifacts,
  });

  it("change the canary, then all servers, and report them as one; a missing shard is named", () => {
    expect([runJob(canary, place, runOf("")).failed, changed()]).toEqual([undefined, ["web-01"]]);
    for (const shard of shards) expect([shard, runJob(apply, place, runOf(shard)).failed]).toEqual([shard, undefined]);
    expect(changed()).toEqual(names);
    const done = runJob(report, place, runOf(""));
    expect([done.failed, done.ran.get("Report")]).toEqual([undefined, expect.objectContaining({ code: 0 })]);
    expect(summaryOf(place)).toContain("14 applied on 7 of 8 hosts");
    rmSync(
      join(
        artifacts,
        readdirSync(artifacts).find((one) => /^shard-7(-|$)/.test(one))!,
      ),
      { recursive: true },
    );
    const { failed, ran } = runJob(report, place, runOf(""));
    expect([failed, ran.get("Report")?.stderr]).toEqual(["Report", expect.stringContaining("no report has shard 7")]);
  });
});

interface Container {
  readonly args: readonly [string];
  readonly env: readonly { readonly name: string; readonly value: string }[];
}

it("the pods of examples/ci-shards find the drift of each server once, and the first pod is shard 1", () => {
  const { spec } = readPipeline(`${folder}/kubernetes-job.yml`) as {
    spec: { completions: number; template: { spec: { containers: [Container] } } };
  };
  const [{ args, env }] = spec.template.spec.containers;
  expect(spec.completions).toBe(shards.length);
  expect(env.map(({ name }) => name)).toEqual(expect.arrayContaining(["POOLS", "REPORTS"]));
  writeFileSync(join(place.folder, "pod.sh"), args[0]);
  for (const index of shards.map((shard) => String(Number(shard) - 1))) {
    const here = { POOLS: "pools", REPORTS: artifacts, JOB_COMPLETION_INDEX: index };
    expect(place.run("sh pod.sh", here)).toMatchObject({ code: 0 });
  }
  // Without its index a pod must not take a shard.
  expect(place.run("unset JOB_COMPLETION_INDEX; sh pod.sh", { POOLS: "pools", REPORTS: artifacts }).code).not.toBe(0);
  expect(readdirSync(artifacts)).toHaveLength(shards.length);
  const merged = place.run(`npx iispools merge "${artifacts}"/drift-*.json --detailed-exitcode --format json`);
  const { hosts } = JSON.parse(merged.stdout) as { hosts: { host: string }[] };
  expect([merged.code, hosts.map(({ host }) => host)]).toEqual([2, names]);
});
