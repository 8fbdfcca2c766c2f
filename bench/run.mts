// The figures that the project promises, measured: npm run bench [-- part …], written to bench/results.md. Compare ratios,
// not single times. The comparison with peers takes a quarter of an hour. With --against <commit> the parts start, emulator, plugin,
// plan and read are compared with another commit instead, and the table is printed alone.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { readCall } from "../tools/read-call.mts";
import { repository } from "../tools/workspace/places.mts";
import { agentsAtOneServer } from "./agents.mts";
import { compareWith } from "./against/compare.mts";
import { works } from "./against/works.mts";
import { busyUpdates } from "./busy.mts";
import { changedByCli, unchangedAndChanged } from "./commits.mts";
import { fleet } from "./fleet.mts";
import { print, type Say } from "./lib/measure.mts";
import { parseRatio } from "./parse.mts";
import { comparePeers } from "./peers/run.mts";
import { renderComparison } from "./peers/table.mts";
import { planRatio } from "./plan.mts";
import { pluginRatio } from "./plugin.mts";
import { previewRatio } from "./preview.mts";
import { programs } from "./programs.mts";
import { shards } from "./shards.mts";
import { emulatorRatio, startRatio } from "./start.mts";

type Parts = Readonly<Record<string, (say: Say) => void | Promise<void>>>;

/** The parts of results.md, in its order. */
const parts: Parts = {
  parse: (say) => parseRatio(9, say),
  emulator: (say) => emulatorRatio(21, say),
  start: (say) => startRatio(21, say),
  programs: (say) => programs(21, say),
  plan: (say) => planRatio(5, say),
  commits: async (say) => {
    await unchangedAndChanged(say);
    changedByCli(say);
  },
  busy: (say) => busyUpdates(20, say),
  preview: (say) => previewRatio(7, say),
  plugin: (say) => pluginRatio(7, say),
  fleet: (say) => {
    fleet(say);
  },
  agents: (say) => agentsAtOneServer(say),
  shards: (say) => shards(say),
  peers: (say) => {
    say(renderComparison(comparePeers()));
  },
};

const results = join(repository, "bench/results.md");

/** The sections of the file as they are, by their names: a part that is not measured now stays. */
function earlierSections(): Map<string, string> {
  if (!existsSync(results)) return new Map();
  const [, ...sections] = readFileSync(results, "utf8").split(/^## /m);
  return new Map(sections.map((section) => [section.slice(0, section.indexOf("\n")), section]));
}

/** What the part said, in Markdown: a table as it is, lines as a list. */
async function measure(part: Parts[string]): Promise<string> {
  const lines: string[] = [];
  await part((text) => {
    lines.push(...text.split("\n"));
    print(text);
  });
  const isTable = lines.some((line) => line.startsWith("| ---"));
  return lines.map((line) => (isTable ? line : `- ${line.trim()}`)).join("\n");
}

async function writeFigures(asked: readonly (keyof Parts)[]): Promise<void> {
  const sections = earlierSections();
  const machine = `${cpus().length} cores, ${process.platform}, Node ${process.version}`;
  for (const [name, part] of Object.entries(parts)) {
    if (!asked.includes(name)) continue;
    const text = await measure(part);
    sections.set(name, `${name}\n\n${new Date().toISOString().slice(0, 10)}, ${machine}\n\n${text}\n\n`);
    const ordered = Object.keys(parts).flatMap((known) => sections.get(known) ?? []);
    const head = "# Measured\n\nWritten by `npm run bench`. Ratios are of the same run; times alone say little.\n\n";
    writeFileSync(
      results,
      `${head}${ordered
        .map((section) => `## ${section}`)
        .join("")
        .trimEnd()}\n`,
    );
  }
}

/** The names among the known ones, by default all. @throws if one is unknown */
function chosen<Name extends string>(names: readonly string[], all: Readonly<Record<Name, unknown>>): Name[] {
  const known = Object.keys(all) as Name[];
  const unknown = names.filter((name) => !(name in all));
  if (unknown.length > 0) throw new Error(`no part ${unknown.join(", ")}; there are ${known.join(", ")}`);
  return names.length === 0 ? known : known.filter((name) => names.includes(name));
}

const usage = "npm run bench -- [part …] [--against commit]";
const { values, positionals } = readCall(usage, { against: { type: "string" } }, Infinity);
if (values.against === undefined) await writeFigures(chosen(positionals, parts));
else await compareWith(values.against, chosen(positionals, works), repository, print);
