import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { sampleConfig } from "../engine/offline-host";
import { describeWithSshd } from "../transport/openssh/needs";
import type { Example } from "./examples";
import { azureJob, githubJob, type Job, type PipelineRun, runJob, summaryOf } from "./harness/pipeline";
import { copyPulumiExample, disposePulumiExample } from "./harness/pulumi-example";
import { commentCalls, hasJq, simulateServices } from "./harness/services";
import { furnish, introduce, namesOfServers, type SshServer, startServers } from "./harness/ssh-servers";

const folder = "examples/ci-pulumi";
const github = (file: string, job: string): Job => githubJob(`${folder}/${file}`, job);
const azure = (stage: string): Job => azureJob(`${folder}/azure-pipelines.yml`, stage);

const services = [
  {
    service: "GitHub",
    jobs: {
      preview: github("github-preview.yml", "preview"),
      plan: github("github-up.yml", "plan"),
      up: github("github-up.yml", "up"),
      drift: github("github-drift.yml", "drift"),
    },
    kept: { up: "up", drift: "drift" },
  },
  {
    service: "Azure DevOps",
    jobs: { preview: azure("Review"), plan: azure("Plan"), up: azure("Up"), drift: azure("Drift") },
    kept: { up: "up-1", drift: "drift-1" },
  },
];

(hasJq ? describeWithSshd : describe.skip)("the pipelines of examples/ci-pulumi", () => {
  describe.each(services)("at $service", ({ service, jobs, kept }) => {
    let first: Example;
    let second: Example;
    let servers: SshServer[] = [];
    let run: PipelineRun;

    beforeAll(async () => {
      // The second one is another machine, which has the same commit and nothing else.
      [first, second] = [await copyPulumiExample("ci-pulumi"), await copyPulumiExample("ci-pulumi")];
      servers = await startServers(4, first);
      furnish(servers, sampleConfig);
      introduce(servers, first);
      const root = dirname(first.folder);
      const state = `file://${root}`;
      const made = first.run(
        `mkdir ~/.ssh && ssh-keygen -q -t ed25519 -N "" -f ~/.ssh/iis && ssh-keyscan -t ed25519 -f servers.txt > host-keys.txt
        pulumi stack init production`,
        { PULUMI_BACKEND_URL: state, PULUMI_CONFIG_PASSPHRASE: "canary" },
      );
      expect(made).toMatchObject({ code: 0 });
      for (const place of [first, second]) {
        simulateServices(place, "comment.md");
        const hosts = join(place.folder, "pools/hosts.yaml");
        const named = servers.reduce(
          (text, { name, sshd }) => {
            return text.replace(`${name}, user: deploy`, `${name}, port: ${sshd.port}, user: ${userInfo().username}`);
          },
          readFileSync(hosts, "utf8"),
        );
        writeFileSync(hosts, named);
      }
      for (const file of ["host-keys.txt", "Pulumi.production.yaml"]) {
        copyFileSync(join(first.folder, file), join(second.folder, file));
      }
      const values = {
        PULUMI_BACKEND_URL: state,
        PULUMI_CONFIG_PASSPHRASE: "canary",
        PULUMI_IIS_SSH_PRIVATE_KEY: readFileSync(join(root, ".ssh/iis"), "utf8"),
      };
      const secrets = Object.fromEntries(Object.entries(values).map(([name, value]) => [`secrets.${name}`, value]));
      const others = {
        ...{ "github.token": "token", "github.event.pull_request.number": "12", "System.AccessToken": "token" },
        ...{ "System.CollectionUri": "https://dev.example/org/", "System.TeamProjectId": "project" },
        ...{
          "Build.Repository.ID": "repository",
          "System.PullRequest.PullRequestId": "12",
          "System.StageAttempt": "1",
        },
        "key.secureFilePath": join(root, ".ssh/iis"),
      };
      run = {
        values: { ...values, ...secrets, ...others },
        artifacts: mkdtempSync(join(tmpdir(), "pulumi-iis-artifacts-")),
      };
    });

    afterAll(async () => {
      await Promise.all(servers.map(({ sshd }) => sshd.stop()));
      for (const place of [first, second]) await disposePulumiExample(place);
      rmSync(run.artifacts, { recursive: true, force: true });
    });

    const configs = (): string[] => servers.map(({ config }) => readFileSync(config, "utf8"));

    /** Runs a job; returns the step that failed, and all that was printed. */
    function runIn(place: Example, job: Job): { failed: string | undefined; printed: string } {
      const named = { ...place, run: (script: string, env = {}) => place.run(script, { ...namesOfServers, ...env }) };
      const { failed, ran } = runJob(job, named, run);
      return { failed, printed: [...ran.values()].map(({ stdout, stderr }) => stdout + stderr).join("\n") };
    }

    function expectSuccess(place: Example, job: Job): string {
      const { failed, printed } = runIn(place, job);
      expect([failed, failed && printed]).toEqual([undefined, undefined]);
      expect(printed).not.toMatch(/canary|PRIVATE KEY/);
      return printed;
    }

    const changes = (): string | undefined =>
      run.values[
        service === "GitHub" ? "needs.plan.outputs.changes" : "dependencies.Plan.outputs['Plan.Save.changes']"
      ];

    it("comment on a pull request, and write nothing", () => {
      const before = configs();
      expectSuccess(first, jobs.preview);
      expect(commentCalls(first)).toHaveLength(1);
      const file = service === "GitHub" ? "comments.json" : "threads.json";
      expect(readFileSync(join(first.folder, "..", file), "utf8")).toMatch(/pulumi production -->[^]*10 to create/);
      expect(configs()).toEqual(before);
    });

    it("show the plan, and make the update after the approval on another machine", () => {
      expectSuccess(first, jobs.plan);
      expect(summaryOf(first)).toContain("Shop");
      expect(Number(changes())).toBeGreaterThan(0);
      expectSuccess(second, jobs.up);
      for (const config of configs())
        expect(config).toMatch(/<add name="Shop"[^]*<add value="0[234]:[0-5][05]:00" \/>/);
      expect(readFileSync(join(run.artifacts, kept.up, "up.txt"), "utf8")).toContain("created");
      const state = first.run("pulumi stack export", {
        PULUMI_BACKEND_URL: run.values["PULUMI_BACKEND_URL"]!,
        PULUMI_CONFIG_PASSPHRASE: "canary",
      });
      expect(state.stdout).toContain("web-04.example.com/Shop");
      expect(state.stdout).not.toContain("PRIVATE KEY");
    });

    it("refuse an update that the approvers did not see, and report the drift", () => {
      for (const place of [first, second]) {
        const file = join(place.folder, "pools/pools.yaml");
        writeFileSync(file, readFileSync(file, "utf8").replace("  Shop:\n", "  Shop:\n    queueLength: 5000\n"));
      }
      expectSuccess(first, jobs.plan);
      expect(changes()).toBe("4");
      const manual = `npx appcmd-emulator set apppool DefaultAppPool /processModel.idleTimeout:00:07:00 "/apphostconfig:${servers[0]!.config}"`;
      expect(first.run(manual)).toMatchObject({ code: 0 });
      const before = configs();
      const { failed } = runIn(second, jobs.up);
      expect([failed, configs()]).toEqual(["Up", before]);
      expect(readFileSync(join(run.artifacts, kept.up, "up.txt"), "utf8")).toContain(
        "update is not allowed by the plan: this resource is constrained to same",
      );
      expect(runIn(first, jobs.drift).failed).toBe("Drift");
      expect(readFileSync(join(run.artifacts, kept.drift, "drift.txt"), "utf8")).toContain(
        "DefaultAppPool on web-01.example.com: Idle Time-out (processModel.idleTimeout) is 7 min, program says off (never)",
      );
    });
  });
});
