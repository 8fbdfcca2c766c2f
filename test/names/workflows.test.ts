import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { parse } from "yaml";

interface Step {
  readonly name?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly if?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly uses?: string;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> };
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: { readonly push: object };
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const files = globSync(".github/workflows/*.yml").sort();
const textOf = (file: string): string => readFileSync(file, "utf8");
const workflows = files.map((file) => [basename(file, ".yml"), parse(textOf(file)) as Workflow] as const);
const jobs = workflows.flatMap(([name, { jobs: all }]) =>
  Object.entries(all).map(([job, content]) => [`${name} ${job}`, content] as const),
);
const steps = jobs.flatMap(([, { steps: all = [] }]) => all);
const scripts = (JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> }).scripts;

describe("the workflows of the project", () => {
  it("are these", () => {
    expect(workflows.map(([name]) => name)).toEqual(["ci", "codeql", "iis", "release"]);
  });

  it("name every action by its commit, and beside it by its version, everywhere the same", () => {
    const examples = globSync(["examples/*/github-*.yml", "docs/**/*.md", "*.md", "examples/**/*.md"]);
    const used = [...files, ...examples]
      .flatMap((file) => textOf(file).split("\n"))
      .filter((line) => /^[\s-]*uses:/.test(line));
    const own = /uses: (\.\/\.github\/workflows\/\w+\.yml|\S+\/pulumi-iis@<commit>)$/;
    const others = used.filter((line) => !own.test(line));
    expect(others.length).toBeGreaterThan(10);
    const pinned = others.map(
      (line) => /uses: ([\w-]+\/[\w-]+)\S*@([0-9a-f]{40}) # v\d+\.\d+\.\d+$/.exec(line) ?? line,
    );
    expect(pinned.filter((one) => typeof one === "string")).toEqual([]);
    const commits = new Set(pinned.map((match) => `${match[1] ?? ""}@${match[2] ?? ""}`));
    const actions = new Set(pinned.map((match) => match[1]));
    expect(commits.size).toBe(actions.size);
  });

  it("may write only what their job is, and nothing outside of jobs", () => {
    for (const [, { permissions }] of workflows)
      expect(Object.values(permissions).filter((one) => one !== "read")).toEqual([]);
    const writers = jobs.flatMap(([name, { permissions = {} }]) =>
      Object.entries(permissions).flatMap(([what, how]) => (how === "write" ? [`${name}: ${what}`] : [])),
    );
    expect(writers).toEqual([
      "codeql analyze: security-events",
      ...["id-token", "attestations", "artifact-metadata"].map((what) => `release attest: ${what}`),
      "release npm: id-token",
      "release github: contents",
    ]);
  });

  it("leave no login in the checkout, keep no packages of other runs, and put no value into the text of a command", () => {
    const withOf = (action: string) =>
      steps.filter(({ uses = "" }) => uses.startsWith(`${action}@`)).map((step) => step.with);
    for (const options of withOf("actions/checkout")) expect(options).toMatchObject({ "persist-credentials": false });
    for (const options of withOf("actions/setup-node"))
      expect(options).toMatchObject({ "package-manager-cache": false });
    expect(steps.filter(({ run = "" }) => run.includes("${{"))).toEqual([]);
  });

  it("publish and sign only for a tag that is pushed, not for a run by hand on a tag", () => {
    const release = workflows.find(([name]) => name === "release")![1];
    expect(release).toMatchObject({ on: { push: { tags: ["v*"] } } });
    expect(Object.keys(release.on.push)).toEqual(["tags"]);
    const isPushed = "github.event_name == 'push'";
    const publishing = Object.entries(release.jobs).filter(([, { permissions = {} }]) =>
      Object.values(permissions).includes("write"),
    );
    expect(publishing.map(([name, job]) => [name, job.if])).toEqual(
      ["attest", "npm", "github"].map((name) => [name, isPushed]),
    );
    for (const [name, job] of jobs) {
      const expressions = JSON.stringify(job).match(/\$\{\{[^}]*\bsecrets\.[^}]*\}\}/g) ?? [];
      expect(expressions.filter((one) => !one.startsWith(`\${{ ${isPushed} && secrets.`))).toEqual([]);
      if (expressions.length > 0)
        expect([name, job.environment]).toEqual(["release package", `\${{ ${isPushed} && 'signing' || 'dry-run' }}`]);
    }
    expect(JSON.stringify(release)).not.toContain("ref_type");
  });

  it("give the certificate to no install script, and to one step", () => {
    const { steps: all = [] } = workflows.find(([name]) => name === "release")![1].jobs["package"]!;
    const withSecrets = all.flatMap((step, index) =>
      JSON.stringify(step.env ?? {}).includes("SIGNING") ? [index] : [],
    );
    const install = all.findIndex(({ run }) => run === "npm ci");
    expect(withSecrets.map((index) => all[index]!.name)).toEqual(["Get the certificate", "Make the files"]);
    expect(withSecrets.filter((index) => index < install)).toEqual([]);
    expect(all[withSecrets[1]!]!.run).toMatch(/^trap 'rm -f "\$RUNNER_TEMP\/certificate\.pfx"' EXIT\n/);
  });

  it("publish every package that a release packs", () => {
    const { strategy } = workflows.find(([name]) => name === "release")![1].jobs["npm"]!;
    const names = ["package.json", "policies/package.json"].map(
      (file) => (JSON.parse(textOf(file)) as { name: string }).name,
    );
    expect(strategy?.matrix["package"]).toEqual(names);
  });

  it("keep secrets out of the variables that later steps log, and write JSON of plain texts", () => {
    const writers = steps.filter(({ run = "" }) => run.includes("GITHUB_ENV"));
    expect(writers.length).toBeGreaterThan(0);
    expect(writers.filter(({ run = "" }) => /\bprivateKey\b|password|passphrase/i.test(run))).toEqual([]);
    // Windows PowerShell 5.1 adds members such as PSPath to what Get-Content reads, and ConvertTo-Json writes them.
    const writesJson = steps.filter(({ run = "" }) => run.includes("ConvertTo-Json"));
    expect(writesJson.filter(({ run = "" }) => run.includes("Get-Content"))).toEqual([]);
  });

  it("run scripts of package.json", () => {
    const run = steps.flatMap(({ run: text = "" }) =>
      [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name = ""]) => name),
    );
    expect(run).toEqual(expect.arrayContaining(["release", "release:sdks"]));
    expect(run.filter((name) => !(name in scripts))).toEqual([]);
  });
});
