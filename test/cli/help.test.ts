import type { Command } from "commander";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makeProgram } from "../../provider/cli/main";
import { verbs } from "../../provider/cli/verbs";
import { nowhere } from "./call";

const names = [
  ...verbs.map(({ name }) => name),
  ...["get", "test", "set", "export", "schema", "manifest"].map((name) => `dsc ${name}`),
];

/** What `--help` prints on a terminal of that width. */
async function helpOf(name: string, columns: number): Promise<string> {
  const write = (): void => undefined;
  const io = { stdout: { write }, stderr: { write }, place: nowhere } as never;
  const { program, loadVerb } = makeProgram(io, () => undefined);
  const words = name.split(" ");
  await loadVerb(words[0]);
  const command = words.reduce<Command>((at, word) => at.commands.find((one) => one.name() === word) ?? at, program);
  let text = "";
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => columns });
  command.outputHelp();
  return text;
}

/** The words that this project does not use: scripts/words.json. */
const avoided = (
  JSON.parse(readFileSync(join(__dirname, "../../scripts/words.json"), "utf8")) as { readonly not: string }[]
).map(({ not }) => new RegExp(String.raw`(?<![\w-])(?:${not})(?![\w-])`, "i"));

describe.each(["iispools", ...names])("the help of %s", (name) => {
  it.each([80, 100, 120])("fits 40 lines of %d columns", async (columns) => {
    const lines = (await helpOf(name, columns)).trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
  });

  it("has short sentences, without the words that this project avoids", async () => {
    const items = (await helpOf(name, 10_000)).split("\n").map((line) => line.trim());
    const isLong = (sentence: string): boolean => sentence.split(/\s+/).filter((word) => /\w/.test(word)).length > 25;
    expect(items.flatMap((item) => item.split(/[.:;] /)).filter(isLong)).toEqual([]);
    expect(items.filter((item) => avoided.some((words) => words.test(item)))).toEqual([]);
  });
});

describe.each(names)("the help of %s", (name) => {
  it("has its summary, at least two examples, and the exit codes", async () => {
    const help = await helpOf(name, 80);
    expect(help).toContain(verbs.find((verb) => verb.name === name)?.summary ?? `Usage: iispools ${name} `);
    const [, examples = ""] = /\nExamples:\n((?: {2}.*\n)+)/.exec(help) ?? [];
    expect(examples.match(/iispools /g)!.length).toBeGreaterThanOrEqual(2);
    expect(help).toMatch(/\nExit codes: 0 /);
    const [, page = "", section = ""] = /\nDetails: (.*), section "(.*)"\n$/.exec(help) ?? [];
    expect(readFileSync(page, "utf8")).toContain(`\n## ${section}\n`);
    expect(section).toBe(`iispools ${name.split(" ")[0]!}`);
  });
});
