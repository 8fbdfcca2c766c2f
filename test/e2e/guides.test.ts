import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyExample, type Example } from "./examples";
import { repository } from "./harness/places";

/** Split into prose and blocks: `sh` is run, `yaml` is written into pools.yaml, `text` is what the last command prints. */
const block = /^(```(?:sh|yaml|text(?: stderr)?)\n[^]*?^```)$/m;

/** A command of a page, and the exit code that its comment says if it is not 0. */
interface Command {
  readonly line: string;
  readonly code: number;
}

function commandsOf(text: string): Command[] {
  const lines = text.trimEnd().split("\n");
  return lines.map((line) => ({
    line: line.replace(/ +#.*/, ""),
    code: Number(/# exit code (\d)/.exec(line)?.[1] ?? 0),
  }));
}

/** The same text after every run: without progress, and with one time for all backups and one number for all processes. */
function steady(output: string): string {
  return output
    .replace(/^\S+ \w+….*\n/gm, "")
    .replace(/iispools-\d{8}-\d{6}/g, "iispools-20261130-120000")
    .replace(/\d+ -> \d+; old gone after [\d.]+ s/g, "4711 -> 5120; old gone after 0.1 s")
    .trim();
}

/** A block that begins with `# pools.yaml` is the whole file; one that begins with `pools:` is added to its pools. */
function writePools({ folder }: Example, text: string): void {
  const file = join(folder, "pools.yaml");
  if (text.startsWith("# pools.yaml\n")) writeFileSync(file, text);
  if (text.startsWith("pools:\n")) {
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace(/^pools:\n/m, () => text),
    );
  }
}

/**
 * Does what a page says from its top to its end, and expects each output that it shows. UPDATE_DOCS=1 writes the outputs.
 *
 * @returns what each command printed the last time
 */
function follow(path: string, example: Example): Map<string, string> {
  const file = join(repository, path);
  const page = readFileSync(file, "utf8").split(block);
  const printed = new Map<string, string>();
  let last = { stdout: "", stderr: "" };
  const followed = page.map((part) => {
    const [, kind = "", text = ""] = /^```([a-z ]+)\n([^]*)```$/.exec(part) ?? [];
    if (kind === "yaml") writePools(example, text);
    if (kind === "sh") {
      for (const { line, code } of commandsOf(text)) {
        const ran = example.run(line);
        expect([path, line, ran.code, ran.stderr]).toEqual([path, line, code, ran.stderr]);
        printed.set(line, ran.stdout);
        last = ran;
      }
    }
    return kind.startsWith("text")
      ? `\`\`\`${kind}\n${steady(kind === "text" ? last.stdout : last.stderr)}\n\`\`\``
      : part;
  });
  expect(printed.size).toBeGreaterThan(0);
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(file, followed.join(""));
  else expect(page.join("")).toBe(followed.join(""));
  return printed;
}

let example: Example;

afterEach(() => {
  example.dispose();
});

function config(): string {
  return readFileSync(join(example.folder, "applicationHost.config"), "utf8");
}

it("examples/yaml-only does what its README says, command by command", () => {
  example = copyExample("yaml-only");
  const printed = follow("examples/yaml-only/README.md", example);
  expect(printed.size).toBeGreaterThan(10);
  expect(printed.get("npx iispools plan")).toContain("2 to create, 1 to update on 1 host");
  expect(readFileSync(join(example.folder, "plan.md"), "utf8")).toContain("<details");
  expect(printed.get("npx iispools drift")).toContain("queueLength");
  expect(printed.get("npx iispools explain queueLength")).toContain("10 to 65535");
  expect(config()).toMatch(/<add name="Shop"[^>]* queueLength="5000"/);
  expect(config()).toContain('privateMemory="1572864"');
  expect(existsSync(join(example.folder, "pools.schema.json"))).toBe(true);
});

it("getting started leads from a server to a file, to a change, and to the drift that a manual change makes", () => {
  example = copyExample("yaml-only");
  // The example's own file stands where the reader's will.
  example.run("rm pools.yaml");
  const printed = follow("docs/administrators/getting-started.md", example);
  expect(printed.get("iispools plan first.yaml")).toContain("nothing to change");
  expect(printed.get("iispools plan")).toContain("1 to create");
  expect(printed.get("iispools plan --detailed-exitcode")).toContain("nothing to change");
  expect(config()).toContain('<add name="Shop" managedRuntimeVersion="" queueLength="5000">');
});

// The page on reports pipes them into jq.
const hasJq = spawnSync("jq", ["--version"], { stdio: "ignore" }).status === 0;

it.each(["recycling", "schedules", "troubleshooting", "upgrading", "uninstalling", ...(hasJq ? ["reports"] : [])])(
  "docs/administrators/%s.md shows what its commands print",
  (page) => {
    example = copyExample("yaml-only");
    follow(`docs/administrators/${page}.md`, example);
  },
);

it("docs/administrators/drift-jobs.md shows what its commands print, in the repository of examples/ci", () => {
  example = copyExample("ci");
  const printed = follow("docs/administrators/drift-jobs.md", example);
  expect(printed.get("npx iispools apply plan.json --yes")).toContain("nothing to change");
  expect(readFileSync(join(example.folder, "drift.xml"), "utf8")).toMatch(/<testsuites .*>[^]*<failure/);
});

it("docs/administrators/many-servers.md: its commands change the eight servers of examples/many-hosts", () => {
  example = copyExample("many-hosts");
  example.run("mkdir servers && for n in 1 2 3 4 5 6 7 8; do cp applicationHost.config servers/web-0$n.config; done");
  const printed = follow("docs/administrators/many-servers.md", example);
  expect([...printed.values()].at(-1)).toContain("wave 3 (100%) passed");
});
