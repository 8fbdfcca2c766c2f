import type { Command, Option } from "commander";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { countedFaults, faultsWithArgument, lastingFaults } from "../../emulator/faults";
import { allAssumptions } from "../../facts/assumptions";
import { makeProgram } from "../../provider/cli/main";
import { verbs } from "../../provider/cli/verbs";
import { notVerifiable } from "../../provider/engine/doctor/bench";
import { probes, readAssumptions } from "../../provider/engine/doctor/examine-host";
import { fileProbes } from "../../provider/engine/doctor/probes-files";
import { shutdownGraceMs } from "../../provider/engine/verbs/watch-hand-over";
import { largestFile } from "../../provider/pool-file/yaml/source-text";
import { longestMarkdown } from "../../provider/report/markdown/markdown";
import { mostListed } from "../../provider/text";
import { maxOutputBytes } from "../../provider/transport/command-output";
import { nowhere } from "../cli/call";
import { startingStates } from "../transcripts/starting-states";

const read = (file: string): string => readFileSync(join(__dirname, "../..", file), "utf8");
const admin = (page: string): string => `docs/administrators/${page}.md`;
const evidence = "docs/contributors/evidence.md";

const assumptions = readAssumptions(allAssumptions);
const others = assumptions.flatMap((assumption) => assumption.others).length;
const readOnly = Object.values(probes).filter(({ needsWrite }) => !needsWrite).length;
const verified = assumptions.length - Object.keys(notVerifiable).length;
const replayed = Object.keys(startingStates).length;
const skipped = [...read("test/transcripts/left-out.md").matchAll(/^\| [A-Z]+-\d+ /gm)].length;
const faults = countedFaults.length + lastingFaults.length + faultsWithArgument.length;
const megabyte = 1024 ** 2;

const numbers = ["no", "one", "two", "three", "four", "five", "six"];
const inWords = (count: number): string => numbers[count] ?? String(count);
const withComma = (count: number): string => count.toLocaleString("en-US");

interface Package {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}
const { version, engines, peerDependencies, devDependencies } = JSON.parse(read("package.json")) as Package;

/** A figure that is derived, what pages say of it, and where. The expression is found in each page at least once. */
const figures: readonly (readonly [says: RegExp, figure: string, pages: readonly string[]])[] = [
  [/(\d+) \[?assumptions/g, `${assumptions.length}`, ["README.md", admin("rights"), evidence]],
  [/(\d+) behaviours that public/g, `${assumptions.length}`, ["docs/contributors/emulator.md"]],
  [/assumptions, (\d+) other values/g, `${others}`, [evidence]],
  [/(\d+) of the \d+ assumptions +\| reads/g, `${readOnly}`, [admin("rights")]],
  [/(\d+) of the \d+ assumptions +\| also/g, `${verified}`, [admin("rights")]],
  [/verifies (\d+) of the/g, `${verified}`, [evidence]],
  [/(\w+) assumptions cannot be verified/gi, inWords(Object.keys(notVerifiable).length), [admin("cli")]],
  [/(\w+) assumptions that require a temporary file/gi, inWords(Object.keys(fileProbes).length), [admin("cli")]],
  [/(\w+) assumptions require a file/gi, inWords(Object.keys(fileProbes).length), [admin("rights")]],
  [/(\d+) public transcripts of/g, `${replayed}`, ["README.md"]],
  [/(\d+) public transcripts, replayed/g, `${replayed}`, [admin("rights")]],
  [/(\d+) public transcripts:/g, `${replayed + skipped}`, [evidence]],
  [/(\d+) are replayed/g, `${replayed}`, [evidence]],
  [/(\d+) are skipped/g, `${skipped}`, [evidence]],
  [/(\d+) faults of the \[emulator/g, `${faults}`, [evidence]],
  [/can fail in (\d+) ways/g, `${faults}`, ["CHANGELOG.md"]],
  [/([\d,]+) characters, the maximum of a comment/g, withComma(longestMarkdown), [admin("pipelines")]],
  [/longer than ([\d,]+) characters/g, withComma(longestMarkdown), [admin("reports")]],
  [/at most (\d+) MB (?:are|of)/gi, `${maxOutputBytes / megabyte}`, [admin("remote-servers"), "SECURITY.md"]],
  [/at most (\d+) MB each/g, `${largestFile / megabyte}`, [admin("pool-files")]],
  [/first (\d+) faults are listed/g, `${mostListed}`, [admin("pool-files")]],
  [/(\d+) seconds after (?:that limit|the pool)/g, `${shutdownGraceMs / 1000}`, [admin("cli"), admin("recycling")]],
  [/pulumi-iis[-@](\d[\w.]*?)(?:\.tgz|`)/g, version, [admin("getting-started"), admin("upgrading")]],
  [/iispools-(\d\S+?)-win/g, version, [admin("getting-started")]],
  [/resource iis (\S+) --file/g, version, [admin("upgrading"), "docs/pulumi/plugin.md"]],
  [/resource-iis-v(\S+?)-windows/g, version, [admin("upgrading"), "docs/pulumi/plugin.md"]],
  [
    /Node(?:\.js)? (\d+)(?: or newer| and later)/g,
    engines.node.slice(2),
    [admin("getting-started"), admin("upgrading")],
  ],
  [/@pulumi\/pulumi@(\S+?)[ `]/g, peerDependencies["@pulumi/pulumi"]!, ["README.md", "docs/pulumi/getting-started.md"]],
  [/@pulumi\/command@([\d.]+)/g, peerDependencies["@pulumi/command"]!, [admin("recycling")]],
  [/tested with Pulumi (\S+) and/g, devDependencies["@pulumi/pulumi"]!, ["docs/pulumi/teams.md"]],
];

test.each(figures.flatMap(([says, figure, pages]) => pages.map((page) => [page, says, figure] as const)))(
  "%s: %s is what the sources have",
  (page, says, figure) => {
    const found = [...read(page).matchAll(says)].map(([, shown = ""]) => shown.toLowerCase());
    expect(new Set(found)).toEqual(new Set([figure]));
  },
);

const results = read("bench/results.md");

/** The cells of the rows of a table that begin with a text. */
function rowsOf(text: string, begins: RegExp): string[][] {
  const rows = text.split("\n").filter((line) => begins.test(line));
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test("the times beside Chef and DSC are those that the bench wrote last", () => {
  const measured = rowsOf(results, /^\| +100 \| (?:unchanged|1 change|12 changes) /);
  const tools = [...new Set(measured.map(([, , tool]) => tool))];
  const cells = (tool: string | undefined): string[] =>
    measured
      .filter(([, , name]) => name === tool)
      .map(([, , , , , time = "", share = ""]) =>
        share === "–" || share === "1.00" ? time.replace(" s", "") : `${time.replace(" s", "")}, ${share}`,
      );
  const [, times = ""] = read("docs/contributors/compared.md").split("## Time");
  expect(rowsOf(times, /^\| `/)).toEqual(tools.map((tool) => [`\`${tool ?? ""}\``, ...cells(tool)]));
});

test("the times of many servers are those that the bench wrote last", () => {
  const [, fleet = ""] = /^## fleet$([^]*?)^## /m.exec(results) ?? [];
  const works = [/in each pool, plan: ([\d.]+) s/g, /its apply, .*?: ([\d.]+) s/g, /unchanged, plan: ([\d.]+) s/g];
  const times = works.map((work) => [...fleet.matchAll(work)].map(([, seconds]) => Number(seconds)));
  const [, figuresPart = ""] = read(admin("many-servers")).split("## Figures");
  const shown = rowsOf(figuresPart, /^\| (?:plan|its)/).map((cells) => cells.slice(-3).map((cell) => parseFloat(cell)));
  const rounded = (seconds: number): number => Number(seconds.toFixed(1));
  expect(shown).toEqual(times.map(([inMemory, ...remote]) => [inMemory, ...remote.map(rounded)]));
  const processor = [...fleet.matchAll(/processor time of the three steps ([\d.]+) s, peak memory (\d+) MB/g)];
  for (const [, seconds, megabytes] of processor.slice(1)) {
    expect(figuresPart).toContain(`${rounded(Number(seconds))} s`);
    expect(figuresPart).toContain(`${megabytes ?? ""} MB`);
  }
});

/** The commands of iispools. */
async function commands(): Promise<readonly Command[]> {
  const write = (): void => undefined;
  const { program, loadVerb } = makeProgram({ stdout: { write }, stderr: { write }, place: nowhere } as never, write);
  for (const { name } of verbs) await loadVerb(name);
  return program.commands.filter((command) => verbs.some(({ name }) => name === command.name()));
}

/** The names of those that have an option, with this choice. */
async function verbsWith(option: string, choice?: string): Promise<string[]> {
  const hasIt = ({ long, argChoices }: Option): boolean =>
    long === option && (choice === undefined || argChoices?.includes(choice) === true);
  return (await commands())
    .filter(({ options }) => options.some(hasIt))
    .map((command) => command.name())
    .sort();
}

/** The names of those whose help has the text. */
async function verbsWithHelp(text: string): Promise<string[]> {
  const helpOf = (command: Command): string => {
    let help = "";
    command.configureOutput({ writeOut: (part) => (help += part) }).outputHelp();
    return help;
  };
  return (await commands())
    .filter((command) => helpOf(command).includes(text))
    .map((command) => command.name())
    .sort();
}

/** The commands that a sentence or a row of a page names. */
function verbsIn(page: string, part: RegExp): string[] {
  const [text = ""] = part.exec(read(page)) ?? [];
  const named = [...text.matchAll(/`(?:iispools )?([a-z]+)(?: --[a-z-]+)?`/g)].map(([, name = ""]) => name);
  return [...new Set(named)].sort();
}

test("pages name every command that skips unreachable servers, and no other", async () => {
  const skipping = await verbsWith("--skip-unreachable");
  expect(verbsIn(admin("many-servers"), /With `--skip-unreachable`[^]*?continue/)).toEqual(skipping);
  expect(verbsIn(admin("cli"), /So do [^]*?\./)).toEqual(skipping.filter((name) => name !== "plan"));
});

test("the page on reports names every command with six formats, and no other", async () => {
  expect(verbsIn(admin("reports"), /^`iispools [^]*? write six formats/m)).toEqual(
    await verbsWith("--format", "sarif"),
  );
});

test.each(["cli", "reports"])("the page %s names every command that exits with 2, and no other", async (page) => {
  expect(verbsIn(admin(page), /^\| `?2`? .*$/m)).toEqual(await verbsWithHelp("2 differences"));
});

test("the page on rights names every command", () => {
  const [, table = ""] = /## Who may do what([^]*?)\n\n[^|]*$/m.exec(read(admin("rights"))) ?? [];
  expect(verbs.map(({ name }) => name).filter((name) => !new RegExp(`\`${name}[ \`]`).test(table))).toEqual([]);
});
