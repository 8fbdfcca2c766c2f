import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../../tools/workspace/places.mts";
import { copyExample, type Example } from "./examples";
import { follow, read } from "./harness/follow";

let example: Example | undefined;

afterEach(() => {
  example?.dispose();
  example = undefined;
});

function config({ folder }: Example): string {
  return readFileSync(join(folder, "applicationHost.config"), "utf8");
}

it("examples/yaml-only does what its README says, command by command", () => {
  example = copyExample("yaml-only");
  const printed = follow("examples/yaml-only/README.md", example);
  expect(printed.size).toBeGreaterThan(10);
  expect(printed.get("npx iispools plan")).toContain("2 to create, 1 to update on 1 host");
  expect(readFileSync(join(example.folder, "plan.md"), "utf8")).toContain("<details");
  expect(printed.get("npx iispools drift")).toContain("queueLength");
  expect(printed.get("npx iispools explain queueLength")).toContain("10 to 65535");
  expect(config(example)).toMatch(/<add name="Shop"[^>]* queueLength="5000"/);
  expect(config(example)).toContain('privateMemory="1572864"');
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
  expect(config(example)).toContain('<add name="Shop" managedRuntimeVersion="" queueLength="5000">');
});

// The page on reports pipes them into jq.
const hasJq = spawnSync("jq", ["--version"], { stdio: "ignore" }).status === 0;

/** Pages whose commands work in the folder of examples/yaml-only. */
const guides = [
  ...[
    "agents",
    "cli",
    "dsc",
    "lint",
    "monitoring",
    "pool-files",
    "recycling",
    "schedules",
    "settings",
    "troubleshooting",
    "uninstalling",
    "upgrading",
  ].map((page) => `docs/administrators/${page}.md`),
  ...["docs/contributors/assumptions.md", "docs/contributors/emulator.md"],
  ...(hasJq ? ["docs/administrators/reports.md"] : []),
];

/** Files of two servers, in place of the servers that a page names. */
function twoServers({ folder, run }: Example): void {
  run("cp applicationHost.config web-01.config && cp applicationHost.config web-02.config");
  const hosts = ["web-01", "web-02"].map((name) => `  ${name}: { configFile: ./${name}.config }\n`);
  writeFileSync(join(folder, "hosts.yaml"), `version: 1\nhosts:\n${hosts.join("")}`);
}

it.each(guides)("%s shows what its commands print", (page) => {
  example = copyExample("yaml-only");
  if (page.endsWith("/cli.md")) twoServers(example);
  follow(page, example);
});

it.each(["docs/administrators/drift-alerts.md", "examples/alerts/README.md"])(
  "%s shows what its commands print",
  (page) => {
    example = copyExample("yaml-only", "alerts");
    follow(page, example);
  },
);

it("docs/administrators/drift-jobs.md shows what its commands print, in the repository of examples/ci", () => {
  example = copyExample("ci");
  follow("docs/administrators/drift-jobs.md", example);
  expect(readFileSync(join(example.folder, "drift.xml"), "utf8")).toMatch(/<testsuites .*>[^]*<failure/);
});

it("docs/administrators/pipelines.md shows what its commands print, in the repository of examples/ci", () => {
  example = copyExample("ci");
  const printed = follow("docs/administrators/pipelines.md", example);
  expect(printed.get("npx iispools apply plan.json --yes")).toContain("nothing to change");
  expect(readFileSync(join(example.folder, "plan.md"), "utf8")).toContain("<!-- iispools -->");
});

/** examples/many-hosts with the configurations of its eight servers. */
function eightServers(): Example {
  const copy = copyExample("many-hosts");
  copy.run("mkdir servers && for n in 1 2 3 4 5 6 7 8; do cp applicationHost.config servers/web-0$n.config; done");
  return copy;
}

it("docs/administrators/scale.md: its commands, from one server to shards, work with the eight servers of examples/many-hosts", () => {
  example = eightServers();
  const printed = follow("docs/administrators/scale.md", example);
  expect(printed.get("npx iispools apply --host web-01 --yes")).toContain("on 1 host");
  expect([...printed.values()].join("\n")).toContain("wave 3 (100%) passed");
  expect(printed.get("npx iispools merge drift-1.json drift-2.json --detailed-exitcode")).toContain("on 8 hosts");
});

it("docs/administrators/many-servers.md: its commands change the eight servers of examples/many-hosts", () => {
  example = eightServers();
  // In place of the servers that the page names.
  const hosts = [1, 2, 3].map((n) => `  web-0${n}: { configFile: ./servers/web-0${n}.config }\n`);
  writeFileSync(join(example.folder, "hosts.yaml"), `version: 1\nhosts:\n${hosts.join("")}`);
  const printed = follow("docs/administrators/many-servers.md", example);
  expect([...printed.values()].join("\n")).toContain("wave 3 (100%) passed");
  expect(printed.get("npx iispools plan hosts.yaml imported/pools.yaml")).toMatch(
    /^web-01 … web-03 \(3\) +\d+ +nothing to change$/m,
  );
});

it("README.md: its two commands, in a terminal, where a person answers", () => {
  example = copyExample("yaml-only");
  const [, block = ""] = /^```sh\n([^]*?)^```$/m.exec(read("README.md")) ?? [];
  const commands = block.trimEnd().split("\n");
  expect(commands).toHaveLength(2);
  for (const command of commands) {
    // `script` gives the command a terminal.
    const ran = example.run(`echo yes | script --quiet --return --command '${command}' /dev/null`);
    expect([command, ran.code, ran.stdout]).toEqual([command, 0, ran.stdout]);
  }
  expect(config(example)).toContain('<add name="Shop" managedRuntimeVersion="" startMode="AlwaysRunning">');
});

/** Pages whose commands other tests run, and words of those commands that are in both. */
const runElsewhere: Readonly<Record<string, readonly [tests: string | readonly string[], ...words: string[]]>> = {
  "CONTRIBUTING.md": ["package.json", "test"],
  "docs/administrators/remote-servers.md": ["test/cli/winrm.process.test.ts", "pools/hosts.yaml"],
  "docs/administrators/reports.md": ["test/e2e/guides.test.ts", "jq"],
  "docs/contributors/compared.md": [["test/bench/peers.process.test.ts", "bench/peers/run.mts"], "peers", "pools"],
  "docs/contributors/ssh-without-windows.md": ["test/transport/ssh-page.process.test.ts", "2222"],
  "docs/contributors/programs.md": ["test/scripts/package-exe.process.test.ts", "package:exe"],
  "docs/pulumi/getting-started.md": ["test/e2e/package.test.ts", "iis:configFile", "ts-node", "@types/node"],
  "docs/pulumi/importing.md": [
    ["test/e2e/plugin-import.test.ts", "test/cli/import-export.test.ts"],
    "--protect=false",
    "import.json",
    "--provider",
  ],
  "docs/pulumi/plugin.md": ["test/e2e/replacements.test.ts", "pulumi:autonaming.mode", "verbatim"],
  "docs/pulumi/teams.md": ["test/e2e/team.test.ts", "--clear-pending-creates", "--expect-no-changes", "cancel"],
  "examples/many-hosts/README.md": ["test/e2e/many-hosts.test.ts", "servers"],
  "examples/plugin/csharp/README.md": ["test/e2e/languages/csharp.test.ts", "dotnet"],
  "examples/plugin/go/README.md": ["test/e2e/languages/language.ts", "go"],
  "examples/plugin/java/README.md": ["test/e2e/languages/language.ts", "java"],
  "examples/plugin/python/README.md": ["test/e2e/languages/language.ts", "venv"],
  "examples/plugin/typescript/README.md": ["test/e2e/languages/language.ts", "nodejs"],
  "examples/plugin/yaml/README.md": ["test/e2e/languages/language.ts", "plugin"],
  "examples/team/README.md": ["test/e2e/team.test.ts", "--clear-pending-creates", "--expect-no-changes"],
  "examples/with-command/README.md": ["test/e2e/with-command.test.ts", "with-command:builds.Api"],
  "tools/pulumi-cli/README.md": ["tools/pulumi-cli/go-build.mts", "-buildvcs=false", "osusergo,grpcnotrace"],
};

it("every page with commands is followed here, or names the test that runs them", () => {
  const pages = globSync(["*.md", "{docs,examples,tools}/**/*.md"], { cwd: repository });
  const withCommands = pages.filter((page) => !page.includes("node_modules") && /^```sh$/m.test(read(page)));
  const here = ["guides", "over-ssh", "thirty-servers"].map((name) => read(`test/e2e/${name}.test.ts`)).join("\n");
  expect(withCommands.filter((page) => !guides.includes(page) && !here.includes(`"${page}"`))).toEqual([]);
  expect(withCommands.length).toBeGreaterThan(25);
});

/** The long options of a page's commands. */
function optionsOf(page: string): string[] {
  const blocks = [...read(page).matchAll(/^```sh\n([^]*?)^```$/gm)];
  return [
    ...new Set(blocks.flatMap(([, text = ""]) => text.replace(/ +#.*/g, "").match(/(?<=\s)--[a-z][\w-]*/g) ?? [])),
  ];
}

it.each(Object.entries(runElsewhere))("the commands of %s are run by %j", (page, [tests, ...words]) => {
  const run = [tests].flat().map(read).join("\n");
  expect(words.filter((word) => !read(page).includes(word))).toEqual([]);
  // A test that reads the page runs all of its commands.
  const options = run.includes(`"${page}"`) ? [] : optionsOf(page);
  expect([...words, ...options].filter((word) => !run.includes(word))).toEqual([]);
});
